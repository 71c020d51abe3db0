// Setting up a second factor may begin on a page of an organization that requires one. `callbackUrl` leads back there.
import { defaultReturnPath, safeReturnPath } from '@/lib/auth/return-path'
import { hrefOf } from '@/lib/pages'

export const securityPath = '/account/security'

/** Out: a page of ours to come back to, or undefined. */
export function readReturn(callbackUrl: string | undefined): string | undefined {
  const path = safeReturnPath(callbackUrl)
  return path === defaultReturnPath ? undefined : path
}

/** A page below /account/security that keeps where to come back to. */
export const securityHref = (path: string, callbackUrl: string | undefined): string =>
  hrefOf(`${securityPath}${path}`, { callbackUrl: readReturn(callbackUrl) })
