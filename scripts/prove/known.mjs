// What a run cannot find out by itself, each with its reason. Whatever is found and is neither here nor can be attacked fails the
// run as unknown. A fork adds a line here only for something outside /o/[slug] and /api/v1.

/**
 * Tables without organization_id. `link`: the column by which a row belongs to an organization or a person, beside user_id. `open`:
 * the roles whose task is to see all of it.
 */
export const globalTables = {
  _prisma_migrations: { open: ['identity'] },
  connections: { open: ['identity'] },
  deleted_tokens: { open: ['identity', 'integrity'] },
  email_tokens: { open: ['identity'] },
  emails: { link: 'about', open: ['identity'] },
  organizations: { link: 'organization', open: [] },
  passkeys: { open: ['identity'] },
  pending_sign_ins: { open: ['identity'] },
  permission_sets: { open: ['identity'] },
  purged_organizations: { open: [] },
  rate_limits: { open: ['identity'] },
  recovery_codes: { open: ['identity'] },
  sessions: { open: ['identity'] },
  settings: { open: ['identity', 'janitor'] },
  sign_in_codes: { open: ['identity'] },
  signing_keys: { open: ['identity'] },
  totp_secrets: { open: ['identity'] },
  used_challenges: { open: ['identity'] },
  used_proofs: { open: ['identity'] },
  user_pictures: { open: ['identity'] },
  users: { link: 'person', open: ['identity'] },
}

/** Columns that change when somebody only looks, and are therefore no damage. */
export const volatileColumns = [
  'last_seen_at',
  'last_active_at',
  'last_used_at',
  'last_used_ip',
  'active_organization_id',
]

/** Functions that run with their owner's rights, that every role may call, and that ask for no proof: they read the caller's context. */
export const contextFunctions = ['current_actor', 'current_address', 'current_org', 'current_person']
