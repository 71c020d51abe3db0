'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { publicAction } from '@/lib/actions'
import { findCodeRequest, keepCodeRequest } from '@/lib/accounts/code-cookie'
import { signUp } from '@/lib/accounts/commands'
import { signUpSchema } from '@/lib/accounts/schema'
import { resendSignUp } from '@/lib/accounts/sign-up-mails'
import { safeReturnPath } from '@/lib/auth/return-path'
import { fieldError } from '@/lib/errors'
import { isSingleTenancy } from '@/lib/organizations/tenancy'
import { withReturn } from '../urls'
import { rememberAddress } from '../typed-address'

export const signUpAction = publicAction(
  signUpSchema.extend({ callbackUrl: z.string().optional() }),
  async ({ input: { callbackUrl, ...account }, headers }) => {
    requireOrganizationName(account)
    const began = await signUp(account, headers)
    await keepCodeRequest({ ...began, returnTo: safeReturnPath(callbackUrl) })
    await rememberAddress(account.email)
    redirect(withReturn('/sign-up/check-inbox', callbackUrl))
  },
)

export const resendSignUpAction = publicAction(z.strictObject({}), async ({ headers }) => {
  const began = await findCodeRequest()
  const renewed = await resendSignUp(began, headers)
  await keepCodeRequest({ ...renewed, returnTo: safeReturnPath(began?.returnTo) })
  return 'Another email is on its way to your inbox.'
})

// The form requires it. Through the API it is optional; the person then names the organization later.
function requireOrganizationName({ organization_name: name }: { organization_name?: string | undefined }): void {
  if (isSingleTenancy() && name === undefined) throw fieldError('organization_name', 'This cannot be empty.')
}
