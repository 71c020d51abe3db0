// An operation as a curl command.
import type { Method, Proof } from './description'

type Call = {
  url: string
  method: Method
  path: string
  proofs: Proof[]
  cookieName: string
  body?: { type: string; example: unknown } | undefined
}

/** In: a call with its example. Out: a shell command with variables for secrets. */
export function curlOf({ url, method, path, proofs, cookieName, body }: Call): string {
  return [
    `curl ${method === 'GET' ? '' : `-X ${method} `}${url}${path}`,
    ...(proofs.includes('organizationToken') ? ['-H "Authorization: Bearer $TOKEN"'] : []),
    ...(proofs[0] === 'session'
      ? [`-b "${cookieName}=$SESSION"`, ...(method === 'GET' ? [] : [`-H "Origin: ${url}"`])]
      : []),
    ...(proofs[0] === 'client' ? ['-u "$CLIENT_ID:$CLIENT_SECRET"'] : []),
    ...(body ? bodyOf(body) : []),
  ].join(' \\\n  ')
}

function bodyOf({ type, example }: { type: string; example: unknown }): string[] {
  if (type === 'image/*') return ['-H "Content-Type: image/png"', '--data-binary @logo.png']
  if (type !== 'application/json')
    return Object.entries(example as object).map(([name, value]) => `--data-urlencode "${name}=${String(value)}"`)
  return ['-H "Content-Type: application/json"', `-d '${JSON.stringify(example, null, 2).replaceAll("'", "'\\''")}'`]
}
