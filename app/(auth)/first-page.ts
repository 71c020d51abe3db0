import { arrivalPath, pickerPath } from '@/lib/auth/start-page'
import { listMyInvitations } from '@/lib/invitations/answer'
import { isSingleTenancy } from '@/lib/organizations/tenancy'

/** Where to go after the address was verified: the requested page, the only organization, or the form for the first one. */
export async function firstPage(ctx: Parameters<typeof arrivalPath>[0], returnTo: string | undefined): Promise<string> {
  const path = await arrivalPath(ctx, returnTo)
  if (path !== pickerPath || isSingleTenancy()) return path
  return (await listMyInvitations(ctx)).length > 0 ? path : '/organizations/new'
}
