// Leaving for a provider from a form: the cookies of the flow, and for a browser without a script the URL to go on to.
import { cookies } from 'next/headers'
import { hostCookie } from '@/lib/requests/cookies'
import { consume } from '@/lib/requests/rate-limits'
import { clientNetwork } from '@/lib/requests/trust'
import { beginWith } from './next-auth'
import type { Flow } from './provider-flow'
import { seal, unseal } from './sealed-cookie'

const onwardCookie = () => hostCookie('onward', 60)

/** Begins a flow and sets its cookies. Out: the provider's URL. Throws not_found, unavailable, rate_limited. */
export async function beginInBrowser(provider: string, flow: Flow, headers: Headers): Promise<string> {
  await consume('provider_flows_by_network', clientNetwork(headers))
  const { url, cookies: made } = await beginWith(provider, flow)
  const jar = await cookies()
  for (const { name, value, ...options } of made) jar.set(name, value, options)
  return url
}

/** Keeps the address in a sealed cookie, for the page that leads on. */
export async function rememberOnward(url: string): Promise<void> {
  const { name, options } = onwardCookie()
  ;(await cookies()).set(name, await seal(name, { url }, options.maxAge), options)
}

/** The URL to go on to, which only this server can have chosen. */
export async function recallOnward(): Promise<string | null> {
  const { name } = onwardCookie()
  const kept = await unseal(name, (await cookies()).get(name)?.value)
  return typeof kept?.url === 'string' ? kept.url : null
}
