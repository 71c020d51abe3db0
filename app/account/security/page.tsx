import type { Metadata } from 'next'
import { PageLink } from '@/components/page-link'
import { Alert } from '@/components/ui/alert'
import { listMyConnections } from '@/lib/accounts/my-connections'
import { listMyPasskeys } from '@/lib/accounts/passkeys'
import { getAccount } from '@/lib/accounts/profile'
import { countMyRecoveryCodes } from '@/lib/accounts/second-factors'
import { hasSecondFactor } from '@/lib/auth/factors'
import { listMyOrganizations } from '@/lib/organizations/queries'
import { readParams, requireUser, type PersonSession, type SearchParams } from '@/lib/pages'
import { AccountPage } from '../account-page'
import { AuthenticatorCard } from './authenticator-card'
import { ConnectionsCard } from './connections-card'
import { PasskeysCard } from './passkeys-card'
import { PasswordCard } from './password-card'
import { readReturn } from './return'

export const metadata: Metadata = { title: 'Security' }

export default async function SecurityPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireUser('/account/security')
  const { connect, ...search } = await readParams(searchParams)
  const callbackUrl = readReturn(search.callbackUrl)
  const [account, passkeys, codesLeft, connections] = await Promise.all([
    getAccount(ctx),
    listMyPasskeys(ctx),
    countMyRecoveryCodes(ctx),
    listMyConnections(ctx, { limit: 100 }),
  ])
  const isSecured = hasSecondFactor(account.factors)
  return (
    <AccountPage current="/security" title="Security" description="Your password, passkeys and second factor.">
      {callbackUrl && <Reason ctx={ctx} callbackUrl={callbackUrl} isSecured={isSecured} />}
      <AuthenticatorCard
        isSetUp={account.factors.includes('totp')}
        codesLeft={isSecured ? codesLeft : null}
        callbackUrl={callbackUrl}
      />
      <PasskeysCard passkeys={passkeys} callbackUrl={callbackUrl} />
      <PasswordCard {...account} hasOther={passkeys.length + connections.data.length > 0} />
      <ConnectionsCard connections={connections.data} answer={connect} />
    </AccountPage>
  )
}

type ReasonProps = { ctx: PersonSession; callbackUrl: string; isSecured: boolean }

/** Says why the person was led here from a page of an organization, and leads back. */
async function Reason({ ctx, callbackUrl, isSecured }: ReasonProps) {
  const slug = /^\/o\/([^/?]+)/.exec(callbackUrl)?.[1]
  const organization = slug ? (await listMyOrganizations(ctx)).find((each) => each.slug === slug) : undefined
  if (!organization && callbackUrl !== '/account/data/delete') return null
  if (isSecured)
    return (
      <Alert tone="success" title="You have a second factor">
        <PageLink href={callbackUrl} className="underline underline-offset-4">
          Go on to {organization?.name ?? 'where you were'}
        </PageLink>
      </Alert>
    )
  return (
    <Alert tone="warning" title={`${organization?.name ?? 'An organization of yours'} requires a second factor`}>
      A password alone can be guessed or stolen. Set up an authenticator app or a passkey here, and we’ll take you back.
    </Alert>
  )
}
