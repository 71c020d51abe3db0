// An organization can require a second factor of its members, at once or after a grace time. The access check refuses those
// who lack one from then on. API keys are programs and go on.
import { z } from 'zod'
import { organizationTarget, recordAudit } from '@/lib/audit/record'
import { hasSecondFactor, listFactors } from '@/lib/auth/factors'
import { requireRecentSignIn } from '@/lib/auth/step-up'
import type { OrgContext } from '@/lib/db/session'
import { lockOrganization, withOrg, type OrgDb } from '@/lib/db/with-org'
import { AppError } from '@/lib/errors'
import { organizationFields, type Organization } from './schema'

/** The choices of the page, in days. */
export const graceChoices = [0, 7, 14, 30] as const

export const requireSecondFactorSchema = z.strictObject({
  grace_days: z
    .int()
    .min(0)
    .max(90)
    .default(0)
    .meta({ description: 'For so many days members without a second factor are only asked for one.', example: 7 }),
})

const dayMs = 24 * 60 * 60 * 1000

/** Throws reauth_required; second_factor_required for a caller who has none and would lock themselves out. */
export async function requireSecondFactor(
  ctx: OrgContext,
  { grace_days: days }: z.infer<typeof requireSecondFactorSchema>,
): Promise<Organization> {
  const isSecured = 'userId' in ctx && hasSecondFactor(await listFactors(ctx.userId))
  return setSecondFactorFrom(ctx, new Date(Date.now() + days * dayMs), isSecured)
}

/** Throws reauth_required. */
export const stopRequiringSecondFactor = (ctx: OrgContext): Promise<Organization> =>
  setSecondFactorFrom(ctx, null, true)

const setSecondFactorFrom = (ctx: OrgContext, from: Date | null, isSecured: boolean): Promise<Organization> =>
  withOrg(ctx, 'org:manage', async (db, session) => {
    requireRecentSignIn(session)
    if (!isSecured) {
      const detail = 'Set up a second factor of your own first, otherwise you would lock yourself out.'
      throw new AppError('second_factor_required', { detail })
    }
    const before = await readForUpdate(db, session.org.id)
    const after = await db.organization.update({
      where: { id: session.org.id },
      data: { secondFactorFrom: from },
      select: organizationFields,
    })
    const action = from ? 'organization.second_factor_required' : 'organization.second_factor_no_longer_required'
    const changes = {
      second_factor_from: [before?.toISOString() ?? null, from?.toISOString() ?? null] as [unknown, unknown],
    }
    if (from || before) await recordAudit(db, session, action, organizationTarget(after), changes)
    return after
  })

async function readForUpdate(db: OrgDb, id: string): Promise<Date | null> {
  await lockOrganization(db)
  return (await db.organization.findFirstOrThrow({ where: { id }, select: organizationFields })).secondFactorFrom
}
