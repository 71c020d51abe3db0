import { notFound } from 'next/navigation'
import { mayReadAccessReport, readAccessReport } from '@/lib/access-report/queries'
import { accessReportId } from '@/lib/access-report/schema'
import type { MemberSession } from '@/lib/pages'
import type { Permission } from '@/lib/permissions/catalogue'

type AccessReportProps = { session: MemberSession; permission: Permission | 'any'; read: () => Promise<unknown> }

/** Shown instead of a page to the access drawer, which asks for it with a header. */
export async function AccessReport({ session, permission, read }: AccessReportProps) {
  if (!mayReadAccessReport(session)) notFound()
  return <pre id={accessReportId}>{JSON.stringify(await readAccessReport(session, permission, read))}</pre>
}
