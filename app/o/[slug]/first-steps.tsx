import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { Icon } from '@/components/ui/icon'
import { PageLink } from '@/components/page-link'
import { Badge } from '@/components/ui/badge'
import { buttonVariants } from '@/components/ui/button'
import type { Permission } from '@/lib/permissions/catalogue'
import { can } from '@/lib/permissions/grants'
import type { MemberSession } from '@/lib/pages'
import type { Overview } from '@/lib/organizations/overview'
import { resources } from '@/lib/resources'
import { Panel } from './panel'
import { PermissionHint } from './access-denied'

type Step = { done: boolean; title: string; text: string; permission: Permission; path: string; button: string }

/** The steps of a new organization. A step is left out if the viewer may not see its result. */
function stepsOf({ members, invitations, resources: parts }: Overview): Step[] {
  const invite: Step = {
    done: (members?.count ?? 0) > 1 || (invitations?.count ?? 0) > 0,
    title: 'Invite people',
    text: 'Enter an address or paste a list, and choose a role.',
    permission: 'org:invitations:write',
    path: '/invitations/new',
    button: 'Invite members',
  }
  const creations = resources.flatMap(({ noun, path, permissions }): Step[] => {
    const part = parts.find((each) => each.path === path)
    if (!part) return []
    return [
      {
        done: part.active + (part.archived ?? 0) > 0,
        title: `Create your first ${noun}`,
        text: 'Only members of this organization can see it.',
        permission: permissions.write,
        path: `/${path}/new`,
        button: `New ${noun}`,
      },
    ]
  })
  return [...(members ? [invite] : []), ...creations]
}

export const hasOpenSteps = (overview: Overview): boolean => stepsOf(overview).some(({ done }) => !done)

/** No step is done yet, so the overview has no numbers to show. */
export const isBrandNew = (overview: Overview): boolean =>
  stepsOf(overview).length > 0 && stepsOf(overview).every(({ done }) => !done)

/** Disappears when all steps are done. */
export function FirstSteps({ session, overview }: { session: MemberSession; overview: Overview }) {
  if (!hasOpenSteps(overview)) return null
  const steps = stepsOf(overview)
  return (
    <Panel title="First steps" note={`${steps.filter(({ done }) => done).length} of ${steps.length} done`}>
      <ol className="divide-y">
        {steps.map((step) => (
          <li key={step.title} className="flex flex-wrap items-center gap-x-4 gap-y-3 px-5 py-4">
            <StepIcon done={step.done} />
            <div className="grid min-w-0 grow basis-60 gap-0.5">
              <h3 className={clsx('font-medium', step.done && 'text-muted line-through')}>{step.title}</h3>
              {!step.done && <StepText session={session} step={step} />}
            </div>
            {step.done ? <Badge tone="success">Done</Badge> : <StepLink session={session} step={step} />}
          </li>
        ))}
      </ol>
    </Panel>
  )
}

const StepIcon = ({ done }: { done: boolean }): ReactNode => (
  <span
    aria-hidden
    className={clsx(
      'grid size-6 shrink-0 place-items-center rounded-full border',
      done && 'bg-success-soft text-success-text border-transparent',
    )}
  >
    {done && <Icon name="check" className="size-3.5 stroke-2" />}
  </span>
)

function StepText({ session, step: { text, permission } }: { session: MemberSession; step: Step }) {
  return (
    <p className="text-muted text-pretty">
      {can(session, permission) ? text : <PermissionHint session={session} permission={permission} />}
    </p>
  )
}

function StepLink({ session, step: { permission, path, button } }: { session: MemberSession; step: Step }) {
  if (!can(session, permission)) return null
  return (
    <PageLink href={`/o/${session.org.slug}${path}`} className={buttonVariants({ size: 'sm' })}>
      {button}
    </PageLink>
  )
}
