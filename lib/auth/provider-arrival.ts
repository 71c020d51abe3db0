// The way back from a provider: a sign-in, or a connection to the account of the session that began it, or a confirmation that
// it is its person. A refusal is shown on the page where the person began.
import type { NextRequest } from 'next/server'
import type { UserContext } from '@/lib/db/session'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { originOf } from '@/lib/requests/trust'
import { findFlow, type Flow } from './provider-flow'
import { identityOf, type Identity } from './providers'
import { openSession, sessionCookie } from './session-cookie'

/** What an arrival does. The route passes it in, so that this folder does not depend on accounts. */
export type ArrivalHandlers = {
  signInWith: (identity: Identity, headers: Headers) => Promise<UserContext>
  connect: (ctx: UserContext, identity: Identity) => Promise<void>
  /** Out: the session, for the browser's new cookie. */
  confirmWith: (ctx: UserContext, identity: Identity) => Promise<UserContext>
}

// The refusals that the page where the person began explains.
const explained = new Set([
  'conflict',
  'email_unverified',
  'invalid_credentials',
  'invalid_request',
  'rate_limited',
  'sign_up_closed',
  'unauthenticated',
])

/**
 * In: the profile that next-auth has read and checked. Out: true for a sign-in, or the URL of the page to show. Throws what
 * that page does not explain.
 */
export async function arrive(
  request: NextRequest,
  provider: string,
  profile: object,
  { signInWith, connect, confirmWith }: ArrivalHandlers,
): Promise<true | string> {
  const flow = await findFlow(request)
  try {
    const identity = identityOf(provider, profile)
    // next-auth has checked the state. A flow that is not ours was begun by a program through next-auth's own endpoint.
    if (!flow?.by) {
      await signInWith(identity, request.headers)
      return true
    }
    const { purpose, sessionId } = flow.by
    const here = await openSession(request.cookies.get(sessionCookie().name)?.value)
    if (here?.sessionId !== sessionId) throw new AppError('unauthenticated')
    const ctx = { ...here, origin: originOf(request.headers) }
    if (purpose === 'connect') await connect(ctx, identity)
    else await confirmWith(ctx, identity)
    return pageOf(flow, 'done')
  } catch (error) {
    if (!(error instanceof AppError) || !explained.has(error.code)) throw error
    log.warn({ code: error.code, provider, ip: originOf(request.headers).ip }, 'an arrival by a provider was refused')
    return pageOf(flow, error.code, provider)
  }
}

/** Where a flow leads that the provider or next-auth refused; null if this browser did not begin it. */
export async function failurePath(request: NextRequest): Promise<string | null> {
  const flow = await findFlow(request)
  return flow && pageOf(flow, 'failed')
}

function pageOf(flow: Flow | null, answer: string, provider?: string): string {
  const { APP_URL } = getEnv()
  const told = new URLSearchParams({ [flow?.by?.purpose ?? 'error']: answer, ...(provider && { provider }) })
  if (flow?.by?.purpose === 'connect') return `${APP_URL}/account/security?${told}#connections`
  if (flow?.by) return `${APP_URL}/account/confirm?${told}`
  if (flow && flow.returnTo !== '/') told.set('callbackUrl', flow.returnTo)
  return `${APP_URL}/sign-in?${told}`
}
