import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import type { Permission } from '@/lib/permissions/catalogue'
import type { MemberSession } from '@/lib/pages'
import { PermissionHint } from '../../access-denied'

/** What somebody may not do here: a thing that is missing would look like one that does not exist. */
export function Closed({
  session,
  title,
  permission,
}: {
  session: MemberSession
  title: string
  permission: Permission
}) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>{title}</CardTitle>
        <CardDescription className="max-w-prose wrap-anywhere">
          <PermissionHint session={session} permission={permission} />
        </CardDescription>
      </CardHeader>
    </Card>
  )
}
