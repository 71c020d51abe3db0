// The JSON of the access report: why a member sees a page, and what Postgres returned for it. The page itself answers it, to a
// request with the header, because only the page knows what it reads (app/o/[slug]/org-page.tsx).
import type { Permission } from '@/lib/permissions/catalogue'

/** Asks a page for its access report instead of its content. */
export const accessReportHeader = 'x-access-report'

/** Marks the element of the answer that contains the report. */
export const accessReportId = 'access-report'

type Need = { permission: Permission | null; words: string; isHeld: boolean }

export type AccessReport = {
  organization: { id: string; slug: string; name: string }
  person: {
    name: string
    email: string
    role: string
    isPreview: boolean
    signedInAt: string
    amr: string[]
    locale: string
  }
  /** What the page needs; without a permission, any member. */
  page: Need
  /** What its transactions asked for. */
  needs: Need[]
  held: { count: number; of: number }
  transactions: number
  /** Rows that have no id, such as counts. */
  unnamed: number
  tables: { table: string; rows: number; others: number; policy: string | null; isForced: boolean }[]
  /** Roles to preview: those that allow nothing more. */
  roles: { key: string; name: string }[]
  audience: string
}
