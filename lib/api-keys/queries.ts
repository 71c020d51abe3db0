// Reads of the API keys of an organization.
import { type listApiKeysSchema, type ApiKey, apiKeyFields, toApiKey } from './schema'
import type { OrgContext } from '@/lib/db/session'
import { withOrg } from '@/lib/db/with-org'
import { AppError } from '@/lib/errors'
import { type Page, readCursor, toPage } from '@/lib/pagination'
import type { z } from 'zod'

/** Newest first, without revoked keys. */
export const listApiKeys = (ctx: OrgContext, input: z.infer<typeof listApiKeysSchema>): Promise<Page<ApiKey>> =>
  withOrg(ctx, 'org:api_keys:read', async (db, { org, customRoles }) => {
    const scope = `api_keys ${org.id}`
    const after = readCursor(input.cursor, scope, 2)
    const rows = await db.apiKey.findMany({
      where: {
        revokedAt: null,
        ...(after && { OR: [{ createdAt: { lt: after[0]! } }, { createdAt: after[0]!, id: { lt: after[1]! } }] }),
      },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: input.limit + 1,
      select: apiKeyFields,
      relationLoadStrategy: 'join',
    })
    const keys = rows.map((row) => toApiKey(row, customRoles))
    return toPage(keys, input.limit, scope, (key) => [key.createdAt.toISOString(), key.id])
  })

/** Throws not_found, also for a revoked key. */
export const getApiKey = (ctx: OrgContext, id: string): Promise<ApiKey> =>
  withOrg(ctx, 'org:api_keys:read', async (db, { customRoles }) => {
    const row = await db.apiKey.findFirst({
      where: { id, revokedAt: null },
      select: apiKeyFields,
      relationLoadStrategy: 'join',
    })
    if (!row) throw new AppError('not_found')
    return toApiKey(row, customRoles)
  })
