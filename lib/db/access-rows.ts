// What the functions of the access check answer.
import type { CustomRoles } from '@/lib/permissions/roles'

/** The row of the SQL type `member_access`. */
export type MemberRow = {
  status:
    | 'ok'
    | 'no_session'
    | 'no_active_organization'
    | 'not_member'
    | 'organization_mismatch'
    | 'token_ended'
    | 'second_factor_required'
  user_name: string
  user_email: string
  user_image_url: string | null
  user_time_zone: string
  user_locale: string
  email_verified: boolean
  authenticated_at: Date
  organization_id: string
  organization_slug: string
  organization_name: string
  organization_logo_url: string | null
  organization_hue: number | null
  role: string
  custom_roles: CustomRoles
  scope: string[] | null
  is_active: boolean
  has_visited: boolean
  by_former_slug: boolean
  amr: string[]
  second_factor_from: Date | null
  lacks_second_factor: boolean
  access_report_since: Date | null
}

/** The row of the SQL type `key_access`. */
export type KeyRow = {
  status: 'ok' | 'key_ended' | 'token_ended' | 'organization_mismatch'
  organization_id: string
  organization_slug: string
  organization_name: string
  custom_roles: CustomRoles
  key_name: string
  role: string | null
  permissions: string[] | null
  creator_id: string
  creator_name: string
  creator_role: string
  scope: string[] | null
}

/** The row of the SQL type `person_access`. */
export type PersonRow = {
  status: 'ok' | 'no_session'
  user_name: string
  user_email: string
  user_image_url: string | null
  user_time_zone: string
  user_locale: string
  email_verified: boolean
  authenticated_at: Date
  active_organization_id: string | null
}
