import type { Metadata } from 'next'
import { Field } from '@/components/field'
import { Form } from '@/components/form'
import { KeepingForm } from '@/components/keeping-form'
import { SubmitButton } from '@/components/submit-button'
import { ThemeSwitch } from '@/components/theme-switch'
import { Card, CardBody, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { findPendingEmail } from '@/lib/accounts/email-change'
import { getAccount } from '@/lib/accounts/profile'
import type { Account } from '@/lib/accounts/schema'
import { readParams, requireUser, type SearchParams } from '@/lib/pages'
import { AccountPage } from './account-page'
import { saveNameAction, savePreferencesAction } from './actions'
import { EmailCard } from './email-card'
import { LocaleField } from './locale-field'
import { NoticesCard } from './notices-card'
import { PictureCard } from './picture-card'
import { TimeZoneField } from './time-zone-field'

export const metadata: Metadata = { title: 'Profile' }

export default async function ProfilePage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireUser('/account')
  const [account, pendingEmail] = await Promise.all([getAccount(ctx), findPendingEmail(ctx)])
  const { picture } = await readParams(searchParams)
  return (
    <AccountPage current="" title="Profile" description="How you appear to the people you work with.">
      <PictureCard {...account} problem={picture} />
      <Card>
        <CardBody>
          <Form action={saveNameAction}>
            <Field
              name="name"
              label="Name"
              defaultValue={account.name}
              autoComplete="name"
              hint="Visible to the members of your organizations."
            />
            <SubmitButton>Save name</SubmitButton>
          </Form>
        </CardBody>
      </Card>
      <EmailCard {...account} pending={pendingEmail} />
      <Preferences {...account} />
      <NoticesCard muted={account.mutedNotices} />
    </AccountPage>
  )
}

function Preferences({ timeZone, locale }: Pick<Account, 'timeZone' | 'locale'>) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Preferences</CardTitle>
        <CardDescription>Only visible to you.</CardDescription>
      </CardHeader>
      <CardBody className="grid gap-6">
        <Form action={savePreferencesAction}>
          <LocaleField chosen={locale} timeZone={timeZone} />
          <TimeZoneField chosen={timeZone} />
          <SubmitButton variant="secondary">Save preferences</SubmitButton>
        </Form>
        <div className="flex flex-wrap items-center justify-between gap-3 border-t pt-5">
          <div className="grid gap-0.5">
            <span className="font-medium">Theme</span>
            <span className="text-muted text-[0.8125rem]">For this browser. The first choice follows your system.</span>
          </div>
          <ThemeSwitch as={KeepingForm} />
        </div>
      </CardBody>
    </Card>
  )
}
