import { Facts } from '@/components/facts'
import { PageLink } from '@/components/page-link'
import { Badge } from '@/components/ui/badge'
import { Breadcrumb } from '@/components/ui/breadcrumb'
import { buttonVariants } from '@/components/ui/button'
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { RelativeTime } from '@/components/relative-time'
import { getApiKey } from '@/lib/api-keys/queries'
import type { ApiKey } from '@/lib/api-keys/schema'
import { isReserved, permissionSentence } from '@/lib/permissions/catalogue'
import { can } from '@/lib/permissions/grants'
import { roleName, type CustomRoles } from '@/lib/permissions/roles'
import { PermissionHint } from '../../../access-denied'
import { orgPage } from '../../../org-page'
import { BroughtIn } from '../brought-in'
import { keyStates, scopeText, stateOf, whyLess } from '../key-state'

const page = orgPage(
  {
    permission: 'org:api_keys:read',
    load: ({ session, params }) => getApiKey(session, params.id!),
    title: ({ name }) => name,
    back: ['/settings/api-keys', 'API keys'],
  },
  ({ session, home, data: key }) => {
    const list = `${home}/settings/api-keys`
    const writes = can(session, 'org:api_keys:write')
    return (
      <div className="grid max-w-3xl gap-6">
        <PageHeader
          breadcrumb={<Breadcrumb items={[{ label: 'API keys', href: list }]} />}
          title={<span className="wrap-anywhere">{key.name}</span>}
          description={writes ? whyLess(key) : <PermissionHint session={session} permission="org:api_keys:write" />}
          actions={
            writes && (
              <PageLink href={`${list}/${key.id}/revoke`} className={buttonVariants({ variant: 'quiet-danger' })}>
                Revoke
              </PageLink>
            )
          }
        />
        <Card>
          <Facts items={factsOf(key, session.customRoles)} />
        </Card>
        <Permissions {...key} />
        <BroughtIn broughtIn={key.broughtIn} />
      </div>
    )
  },
)

export default page
export const { generateMetadata } = page

function factsOf(key: ApiKey, customRoles: CustomRoles): React.ComponentProps<typeof Facts>['items'] {
  const { role, prefix, creator, createdAt, lastUsedAt, lastUsedIp, expiresAt } = key
  const [tone, label] = keyStates[stateOf(key)]
  return [
    ['Status', <Badge tone={tone}>{label}</Badge>],
    role ? ['Role', roleName(role, customRoles)] : ['Access', scopeText(key, customRoles)],
    ['Secret', <code className="font-mono text-xs">{prefix}…</code>],
    ['Created by', creator?.name ?? 'Former member'],
    ['Created', <RelativeTime date={createdAt} />],
    ['Last used', lastUsedAt ? <RelativeTime date={lastUsedAt} /> : 'Never'],
    ...(lastUsedIp ? [['Last IP address', <code className="font-mono text-xs">{lastUsedIp}</code>] as const] : []),
    ['Expires', expiresAt ? <RelativeTime date={expiresAt} /> : 'Never'],
  ]
}

/** Its permissions; those that its creator lacks now are crossed out. */
function Permissions({ permissions, effectivePermissions: left }: ApiKey) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Permissions</CardTitle>
      </CardHeader>
      <CardBody>
        <ul className="grid gap-1.5">
          {permissions
            .filter((permission) => !isReserved(permission))
            .map((permission) => (
              <li key={permission} className="flex flex-wrap items-baseline justify-between gap-x-4">
                {left.includes(permission) ? (
                  <span>{permissionSentence(permission)}</span>
                ) : (
                  <span className="text-muted">
                    <del>{permissionSentence(permission)}</del>
                    <span className="sr-only"> (not now)</span>
                  </span>
                )}
                <code className="text-muted font-mono text-xs">{permission}</code>
              </li>
            ))}
        </ul>
      </CardBody>
    </Card>
  )
}
