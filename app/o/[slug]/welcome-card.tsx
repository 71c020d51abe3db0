import { Form } from '@/components/form'
import { PageLink } from '@/components/page-link'
import { SubmitButton } from '@/components/submit-button'
import { OrgTile } from '@/components/ui/avatar'
import { Card } from '@/components/ui/card'
import { Icon } from '@/components/ui/icon'
import type { Start } from '@/lib/organizations/overview'
import type { MemberSession } from '@/lib/pages'
import { isReserved, permissionWords } from '@/lib/permissions/catalogue'
import { can } from '@/lib/permissions/grants'
import { actingRole } from '@/lib/permissions/roles'
import { resources } from '@/lib/resources'
import { dismissWelcomeAction } from './welcome-actions'
import { isWelcomed } from './welcomed'

const saidPermissions = 4

/** For a member who has just accepted an invitation: who invited them, what their role can do, and where to begin. */
export async function WelcomeCard({
  session,
  welcome,
}: {
  session: MemberSession
  welcome: NonNullable<Start['welcome']>
}) {
  if (await isWelcomed()) return null
  const { org, user } = session
  return (
    <Card aria-label={`Welcome to ${org.name}`} className="welcome">
      <OrgTile {...org} logoUrl={session.logoUrl} hue={session.hue} size="lg" />
      <div>
        <h2>
          Welcome to {org.name}, {user.name.split(' ')[0]}
        </h2>
        <p>
          {welcome.inviter ? `${welcome.inviter} invited you` : 'You were invited'}. Your role is{' '}
          <b>{actingRole(session)}</b>. You can {allowed(session)}.
        </p>
        <ul>
          {linksOf(session).map(([path, label]) => (
            <li key={path}>
              <PageLink href={path}>{label}</PageLink>
            </li>
          ))}
        </ul>
      </div>
      <Form action={dismissWelcomeAction} className="absolute end-2 top-2">
        <SubmitButton variant="ghost" size="icon" aria-label="Dismiss" title="Dismiss" className="text-muted">
          <Icon name="close" />
        </SubmitButton>
      </Form>
    </Card>
  )
}

function allowed({ permissions }: MemberSession): string {
  const words = permissions.filter((each) => !isReserved(each)).map((each) => permissionWords[each])
  const more = words.length - saidPermissions
  return new Intl.ListFormat('en').format([...words.slice(0, saidPermissions), ...(more > 0 ? [`${more} more`] : [])])
}

function linksOf(session: MemberSession): [path: string, label: string][] {
  const home = `/o/${session.org.slug}`
  const first = resources.find(({ permissions }) => can(session, permissions.read))
  return [
    ...(first ? [[`${home}/${first.path}`, `See the ${first.label.toLowerCase()}`] as [string, string]] : []),
    ...(can(session, 'org:members:read') ? [[`${home}/members`, 'Meet the members'] as [string, string]] : []),
    ['/account', session.user.imageUrl ? 'Check your profile' : 'Add your picture'],
  ]
}
