'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { requireVerifiedPerson } from '@/lib/accounts/own-account'
import { publicAction, userAction } from '@/lib/actions'
import { beginInBrowser, rememberOnward } from '@/lib/auth/onward'
import { isScripted } from '@/lib/requests/scripted'

const providerSchema = z.strictObject({ provider: z.string(), callbackUrl: z.string().optional() })

export const continueWithAction = publicAction(providerSchema, async ({ input, headers }) => {
  const returnTo = input.callbackUrl ?? '/'
  await leave(await beginInBrowser(input.provider, { returnTo, by: null }, headers))
})

export const connectAction = userAction(providerSchema.omit({ callbackUrl: true }), async ({ ctx, input, headers }) => {
  await requireVerifiedPerson(ctx)
  await leave(await beginInBrowser(input.provider, { returnTo: '/', by: { ...ctx, purpose: 'connect' } }, headers))
})

export const confirmAtProviderAction = userAction(
  providerSchema.omit({ callbackUrl: true }),
  async ({ ctx, input, headers }) => {
    await leave(await beginInBrowser(input.provider, { returnTo: '/', by: { ...ctx, purpose: 'confirm' } }, headers))
  },
)

// Without a script the form's answer is a redirect, and form-action of our Content-Security-Policy allows none to another
// site. A page of ours then sends the browser on.
async function leave(url: string): Promise<never> {
  if (await isScripted()) redirect(url)
  await rememberOnward(url)
  redirect('/sign-in/onward')
}
