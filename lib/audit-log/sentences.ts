// Audit events as sentences. An action without a sentence here uses its own name: `api_key.revoked` becomes "revoked
// the API key CI".
import { capitalize, permissionWords, type Permission } from '@/lib/permissions/catalogue'
import { roleName, type CustomRoles } from '@/lib/permissions/roles'
import { resources } from '@/lib/resources'
import type { AuditEvent } from './schema'

type Saying = (event: { name: string; role: (when: 0 | 1) => string; event: AuditEvent }) => string

const sayings: Record<string, Saying> = {
  'member.role_changed': ({ name, role, event: { actor, target } }) =>
    `changed ${actor.id === target.id ? 'their own' : `${name}’s`} role from ${role(0)} to ${role(1)}`,
  'member.removed': ({ name }) => `removed ${name} from the organization`,
  'member.left': () => 'left the organization',
  'member.joined': ({ role }) => `joined as ${role(1)}`,
  'invitation.created': ({ name, role }) => `invited ${name} as ${role(1)}`,
  'invitation.resent': ({ name }) => `sent ${name} a new invitation`,
  'invitation.link_copied': ({ name }) => `copied a new invitation link for ${name}`,
  'invitation.revoked': ({ name }) => `revoked the invitation of ${name}`,
  'invitation.reopened': ({ name }) => `restored the revoked invitation of ${name}`,
  'invitation.accepted': () => 'accepted the invitation',
  'invitation.declined': () => 'declined the invitation',
  'organization.audit_retention_changed': ({ event: { changes } }) =>
    `set the audit log to keep events ${keptFor(changes.audit_retention_days?.[1])}`,
  'organization.second_factor_required': ({ event: { changes } }) =>
    `made a second factor mandatory from ${dayOf(changes.second_factor_from?.[1])}`,
  'organization.second_factor_no_longer_required': () => 'made the second factor optional again',
  'organization.access_report_allowed': () => 'let members open the access report',
  'organization.access_report_closed': () => 'stopped members from opening the access report',
  'organization.transferred': ({ name, event: { changes } }) =>
    `accepted the ownership of ${name} from ${text(changes.owner?.[0])}`,
  'organization.transfer_offered': ({ name }) => `offered ownership to ${name}`,
  'organization.transfer_declined': () => 'declined ownership',
  'organization.transfer_revoked': ({ name }) => `canceled the ownership offer to ${name}`,
  'organization.logo_changed': ({ name }) => `changed the logo of ${name}`,
  'organization.logo_removed': ({ name }) => `removed the logo of ${name}`,
  'session.entered': () => 'signed in',
  'session.ended': () => 'signed out',
  'access.refused': ({ name, event: { target } }) => {
    if (target.type === 'permission')
      return `was refused: no permission to ${permissionWords[target.id as Permission] ?? name}`
    return `was refused: ${target.type === 'role' ? `the role ${name} is above their own` : name}`
  },
}

/** The sentence after the actor's name. */
export function sentenceOf(event: AuditEvent, customRoles: CustomRoles): string {
  const role = (when: 0 | 1) => roleName(text(event.changes.role?.[when]), customRoles)
  const saying = sayings[event.action]
  if (saying) return saying({ name: event.target.name, role, event })
  const declared = resources.find(({ sentences }) => sentences?.[event.action])?.sentences?.[event.action]
  if (declared) return declared({ name: event.target.name, changes: event.changes })
  const [noun = '', verbed = ''] = event.action.split('.')
  return `${verbed.replaceAll('_', ' ')} the ${nounOf(noun)} ${event.target.name}`
}

/** The text of an empty value. */
export const nothing = 'nothing'

/** A value before or after the change, for display. */
export function valueOf(field: string, value: unknown, customRoles: CustomRoles): string {
  if (field === 'audit_retention_days') return retentionName(value)
  if (value === null || value === undefined || value === '') return nothing
  if (Array.isArray(value)) return value.length === 0 ? nothing : value.map(text).join(', ')
  if (field === 'second_factor_from' || field.endsWith('_at')) return dayOf(value)
  return field === 'role' ? roleName(text(value), customRoles) : text(value)
}

/** A retention in days for display; null is unlimited. */
export function retentionName(days: unknown): string {
  if (typeof days !== 'number') return 'forever'
  if (days % 365 !== 0) return `${days} days`
  return days === 365 ? '1 year' : `${days / 365} years`
}

/** The same after "events are kept". */
export const keptFor = (days: unknown): string =>
  typeof days === 'number' ? `for ${retentionName(days)}` : retentionName(days)

const days = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' })

function dayOf(time: unknown): string {
  const at = new Date(text(time))
  return Number.isNaN(at.getTime()) ? text(time) : days.format(at)
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? ''))

const nounOf = (noun: string): string => noun.replaceAll('_', ' ').replace(/^api /, 'API ')

const kinds: Record<string, string> = { session: 'Sign-ins', access: 'Refused attempts', organization: 'Organization' }

/** A kind of action as a heading: `role` is "Roles". */
export function kindName(kind: string): string {
  const noun = nounOf(kind)
  const resource = resources.find((each) => each.noun === noun)
  return resource?.label ?? kinds[kind] ?? `${capitalize(noun)}s`
}

const names: Record<string, string> = {
  'session.entered': 'signed in',
  'session.ended': 'signed out',
  'access.refused': 'permission refused',
}

/** An action after its kind: `member.role_changed` is "role changed". */
export const actionName = (action: string): string =>
  names[action] ?? (action.split('.')[1] ?? action).replaceAll('_', ' ')
