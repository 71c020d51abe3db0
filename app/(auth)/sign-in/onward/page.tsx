import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { buttonVariants } from '@/components/ui/button'
import { recallOnward } from '@/lib/auth/onward'
import { Panel } from '../../panel'

export const metadata: Metadata = { title: 'One moment' }

// Only browsers without a script come here (provider-actions.ts).
export default async function OnwardPage() {
  const url = await recallOnward()
  if (!url) redirect('/sign-in')
  return (
    <Panel title="One moment" description={`Continue to ${new URL(url).host}.`}>
      <meta httpEquiv="refresh" content={`0;url=${url}`} />
      <a href={url} className={buttonVariants({ block: true })}>
        Continue
      </a>
    </Panel>
  )
}
