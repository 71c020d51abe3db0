// The colors of organizations. Their values are in app/styles/theme.css ([data-org-hue]).
import { z } from 'zod'
import { changesBetween, organizationTarget, recordAudit } from '@/lib/audit/record'
import type { OrgContext } from '@/lib/db/session'
import { lockOrganization, withOrg } from '@/lib/db/with-org'

/** Their names, by hue. */
export const hueNames = ['Blue', 'Orange', 'Green', 'Violet', 'Amber', 'Teal', 'Pink', 'Slate'] as const

/** A hue as a form sends it. */
export const hueFieldSchema = z
  .string()
  .regex(/^[0-7]$/, 'Choose one of the colors.')
  .transform(Number)

/** In: the hues of a person's other organizations. Out: the first one that none of them has; null if all are taken. */
export function freeHue(taken: readonly (number | null)[]): number | null {
  const free = hueNames.findIndex((_, hue) => !taken.includes(hue))
  return free < 0 ? null : free
}

/** `hue`: 0 to 7. Does nothing if it is the current one. Throws insufficient_permissions. */
export const setHue = (ctx: OrgContext, hue: number): Promise<void> =>
  withOrg(ctx, 'org:manage', async (db, session) => {
    const where = { id: session.org.id }
    await lockOrganization(db)
    const before = await db.organization.findFirstOrThrow({ where, select: { hue: true } })
    if (before.hue === hue) return
    await db.organization.update({ where, data: { hue }, select: { id: true } })
    const name = (value: number | null) => (value === null ? null : hueNames[value]!)
    const changes = changesBetween({ color: name(before.hue) }, { color: name(hue) })
    await recordAudit(db, session, 'organization.updated', organizationTarget(session.org), changes)
  })
