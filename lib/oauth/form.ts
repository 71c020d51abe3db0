// The body of an OAuth request: application/x-www-form-urlencoded, each parameter once (RFC 6749, section 3.2). The
// query string is not read, because its secrets would appear in logs.
import { isAudience } from '@/lib/org-token/issue'
import { permissions, type Permission } from '@/lib/permissions/catalogue'
import { readBytes } from '@/lib/requests/input'
import { OAuthError } from './errors'

export type OAuthForm = ReadonlyMap<string, string>

/** Out: parameters by name, without empty ones. Throws invalid_request. */
export async function readForm(request: Request): Promise<OAuthForm> {
  const type = request.headers.get('content-type') ?? ''
  const bytes = await readBytes(request)
  if (!/^application\/x-www-form-urlencoded\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type))
    throw new OAuthError('invalid_request', 'Send application/x-www-form-urlencoded.')
  const parameters = [...new URLSearchParams(decode(bytes))]
  const form = new Map(parameters)
  if (form.size < parameters.length) throw new OAuthError('invalid_request', 'Send each parameter once.')
  return new Map(parameters.filter(([, value]) => value !== ''))
}

/** A required parameter. Throws invalid_request. */
export function required(form: OAuthForm, name: string): string {
  const value = form.get(name)
  if (value === undefined) throw new OAuthError('invalid_request', `Send ${name}.`)
  return value
}

/**
 * The audience that a token is asked for, as the `resource` of RFC 8707; undefined for the default one. Throws
 * invalid_target.
 */
export function readResource(form: OAuthForm): string | undefined {
  const resource = form.get('resource')
  if (resource === undefined || isAudience(resource)) return resource
  throw new OAuthError('invalid_target', 'No token is issued for this resource.')
}

/**
 * The same, in a form that may also name it as `audience`, and the organization by id or slug as `audience` or `organization`. Refuses
 * any organization but `own`, whether or not it exists. Throws invalid_target.
 */
export function readTarget(form: OAuthForm, own: { id: string; slug: string }): string | undefined {
  const organizations = [own.id, own.slug]
  const resource = readResource(form)
  const asked = form.get('audience') ?? own.id
  const audience = organizations.includes(asked) ? resource : asked
  const isAllowed = audience === undefined || (isAudience(audience) && (resource ?? audience) === audience)
  if (isAllowed && organizations.includes(form.get('organization') ?? own.id)) return audience
  throw new OAuthError(
    'invalid_target',
    'A token is issued within the organization of the key, for an audience of ours.',
  )
}

/** The permissions that a token is asked for; null if the request names none. Throws invalid_scope. */
export function readScope(form: OAuthForm): Permission[] | null {
  const asked = form.get('scope')?.split(' ')
  if (!asked) return null
  if (!asked.every((each) => permissions.some((known) => known === each)))
    throw new OAuthError('invalid_scope', 'Name permissions of the catalogue, one space between them.')
  return asked as Permission[]
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new OAuthError('invalid_request', 'The form is not in UTF-8.', { cause })
  }
}
