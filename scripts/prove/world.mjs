// Organizations, people and a row of each in every table, written by the owner of the database. Every text carries the mark of its
// organization, so that a text that arrives in the wrong place is recognized.
import { createHash, randomBytes } from 'node:crypto'
import { hash } from '@node-rs/argon2'
import { fillTable } from './fill.mjs'

const sha256 = (text) => createHash('sha256').update(text).digest('hex')
// The hash of a random password: answers must contain no such text.
const passwordHash = hash(randomBytes(12).toString('hex'), { memoryCost: 19_456, timeCost: 2, parallelism: 1 })

const random = (bytes = 5) => randomBytes(bytes).toString('hex')

/**
 * In: the owner's client, the tables of the catalogue, and what to do with a table that takes no row. Out: what creates
 * organizations.
 */
export function createWorld(owner, tables, onRefusal) {
  const insert = async (table, row, returning = '*') => {
    const names = Object.keys(row)
    const { rows } = await owner.query(
      `insert into ${table} (${names.map((name) => `"${name}"`).join(', ')})
       values (${names.map((_, index) => `$${index + 1}`).join(', ')}) returning ${returning}`,
      Object.values(row),
    )
    return rows[0]
  }

  /** A person with a session, and with `everything` a row in each table of a person. */
  async function createPerson(mark, name, { everything = false } = {}) {
    const email = `${mark}-${name}-${random(3)}@example.com`
    const user = await insert('users', {
      name: `${mark}-name-${name}`,
      email,
      email_verified_at: new Date(),
      password_hash: await passwordHash,
    })
    if (everything) await fillPerson(mark, user.id, email)
    return { id: user.id, email, name: user.name }
  }

  async function fillPerson(mark, id, email) {
    const later = new Date(Date.now() + 86_400_000)
    await insert(
      'user_pictures',
      { user_id: id, hash: sha256(mark + id), bytes: Buffer.from(`${mark}-picture`) },
      'user_id',
    )
    const name = `${mark}-secret-${random(3)}`
    const token = { user_id: id, purpose: 'verify_email', token_hash: `${name}-mailed`, expires_at: later }
    await insert('email_tokens', token)
    await insert('connections', { user_id: id, issuer: 'https://id.example.com', subject: `${name}-subject`, email })
    await insert('totp_secrets', { user_id: id, encrypted_secret: `${name}-totp` })
    const passkey = { user_id: id, credential_id: `${name}-passkey`, public_key: Buffer.from(name), counter: 0 }
    await insert('passkeys', { ...passkey, is_synced: false, name: `${mark}-passkey` })
    await insert('recovery_codes', { user_id: id, code_hash: `${name}-recovery` })
    await insert('sign_in_codes', { user_id: id, code_hash: `${name}-code`, expires_at: later })
    await insert('pending_sign_ins', { secret_hash: `${name}-pending`, user_id: id, method: 'pwd', expires_at: later })
  }

  const createSession = (mark, userId) =>
    insert('sessions', {
      user_id: userId,
      user_agent: `${mark}-user-agent`,
      amr: ['pwd'],
      expires_at: new Date(Date.now() + 86_400_000),
    })

  const addMember = (organization, userId, role) =>
    insert('memberships', { organization_id: organization.id, user_id: userId, role })

  /** A member with a session in their organization. */
  async function createMember(organization, role, name = role) {
    const person = await createPerson(organization.mark, name)
    await addMember(organization, person.id, role)
    organization.people.push(person.id)
    return { ...person, session: await createSession(organization.mark, person.id) }
  }

  const createRole = (organization, key, permissions) =>
    insert('roles', {
      organization_id: organization.id,
      key,
      name: `${organization.mark}-role-${key}`,
      description: `${organization.mark}-description`,
      permissions,
    })

  /** An organization with an owner, a bystander who has everything that a person can have, and a row in every table. */
  async function createOrganization(kind) {
    const mark = `mark${kind}${random()}z`
    const slug = `${mark}-slug`
    const { id } = await insert('organizations', { slug: `${mark}-former`, name: `${mark}-organization` })
    await owner.query('update organizations set slug = $2 where id = $1', [id, slug])
    const organization = { id, slug, mark, name: `${mark}-organization`, people: [], rows: {} }
    organization.owner = await createMember(organization, 'owner')
    const bystander = await createPerson(mark, 'bystander', { everything: true })
    await addMember(organization, bystander.id, 'viewer')
    organization.people.push(bystander.id)
    organization.bystander = { ...bystander, session: await createSession(mark, bystander.id) }
    await fillOrganization(organization)
    return organization
  }

  async function fillOrganization(organization) {
    const { id, mark } = organization
    const base = { organization_id: id }
    const later = new Date(Date.now() + 86_400_000)
    const by = organization.owner.id
    await createRole(organization, 'crew', ['org:read'])
    const mail = {
      to: `${mark}-guest@example.com`,
      subject: `${mark}-subject`,
      text: `${mark}-text`,
      html: `${mark}-html`,
    }
    const email = await insert('emails', { ...mail, about: id, status: 'sent' })
    organization.invitationSecret = randomBytes(32).toString('base64url')
    // What a thief of the database would try: it has the form of a secret.
    organization.invitationHash = createHash('sha256').update(organization.invitationSecret).digest('base64url')
    const invited = { email: mail.to, role: 'viewer', invited_by: by, email_id: email.id, expires_at: later }
    await insert('invitations', { ...base, ...invited, token_hash: sha256(organization.invitationSecret) })
    const key = { name: `${mark}-api-key`, role: 'admin', prefix: `${mark}-prefix`, created_by: by }
    await insert('api_keys', { ...base, ...key, secret_hash: `${mark}-secret-key-hash` })
    await insert('organization_logos', { ...base, hash: sha256(`${mark}-logo`), bytes: Buffer.from(`${mark}-logo`) })
    await insert('organization_visits', { ...base, session_id: organization.bystander.session.id })
    const token = { user_id: organization.bystander.id, session_id: organization.bystander.session.id, role: 'viewer' }
    await insert('org_tokens', { ...base, ...token, expires_at: later })
    const transfer = { user_id: organization.bystander.id, offered_by: by, expires_at: later }
    await insert('ownership_transfers', { ...base, ...transfer })
    const event = { action: 'role.created', actor_type: 'user', actor_id: by, actor_name: `${mark}-actor` }
    await insert('audit_events', { ...base, ...event, target_type: 'role', target_name: `${mark}-target` })
    await insert('audit_trails', { ...base, retention_days: 365 })
    for (const table of tables.filter(({ isTenant, kind }) => isTenant && 'rp'.includes(kind)))
      organization.rows[table.name] = await fillTable(owner, table, organization).catch((error) =>
        onRefusal(table.name, error.message),
      )
  }

  return { createOrganization, createMember, createPerson, createSession, createRole, addMember }
}
