// The first steps of a new organization, each done in place.
import type { ReactNode } from 'react'
import { Form } from '@/components/form'
import { HueField } from '@/components/hue-field'
import { PictureForm } from '@/components/picture-form'
import { SubmitButton } from '@/components/submit-button'
import { OrgTile } from '@/components/ui/avatar'
import { Icon } from '@/components/ui/icon'
import { getEnv } from '@/lib/env'
import { hueNames } from '@/lib/organizations/hues'
import type { Overview } from '@/lib/organizations/overview'
import type { MemberSession } from '@/lib/pages'
import type { Permission } from '@/lib/permissions/catalogue'
import { can } from '@/lib/permissions/grants'
import { pictureProblems } from '@/lib/pictures/problems'
import { maxPictureBytes, pictureField, pictureTypes } from '@/lib/pictures/upload'
import { resources } from '@/lib/resources'
import { CreateFirst, InviteFirst } from './first-step-forms'
import { Panel } from './panel'
import { setHueAction } from './settings/actions'
import { StepRing } from './step-ring'
import { TryToken } from './try-token'

type Step = {
  done: boolean
  title: string
  text: string
  permission: Permission
  /** The form that does it in place. */
  inPlace: ReactNode
}

/**
 * A step is left out if the viewer may not do it or see its result. No steps are left if only the token is: it is on the page anyway,
 * and somebody who may only read has nothing to set up.
 */
function stepsOf(session: MemberSession, { members, invitations, resources: parts, start }: Overview): Step[] {
  const invite: Step = {
    done: (members?.count ?? 0) > 1 || (invitations?.count ?? 0) > 0,
    title: 'Invite people',
    text: 'Enter an address or paste a list, and choose a role.',
    permission: 'org:invitations:write',
    inPlace: <InviteFirst session={session} />,
  }
  const creations = resources.flatMap((resource): Step[] => {
    const { noun, path, permissions } = resource
    const part = parts.find((each) => each.path === path)
    if (!part) return []
    return [
      {
        done: part.active + (part.archived ?? 0) > 0,
        title: `Create your first ${noun}`,
        text: 'Only members of this organization can see it.',
        permission: permissions.write,
        inPlace: <CreateFirst {...resource} />,
      },
    ]
  })
  const token: Step = {
    done: start.hasToken,
    title: 'Get your first token',
    text: 'Any backend can verify it by itself, and knows the organization and the role.',
    permission: 'org:read',
    inPlace: <TryToken slug={session.org.slug} audience={getEnv().APP_URL} />,
  }
  const own = [colorStep(session), logoStep(session), ...(members ? [invite] : []), ...creations].filter(
    ({ permission }) => can(session, permission),
  )
  return own.length > 0 ? [...own, token] : []
}

const colorStep = ({ hue }: MemberSession): Step => ({
  done: hue !== null,
  title: 'Choose a color',
  text: 'The color tells two tabs in two organizations apart.',
  permission: 'org:manage',
  inPlace: (
    <Form action={setHueAction} className="grid gap-4">
      <HueField names={hueNames} value={hue ?? 0} />
      <SubmitButton variant="secondary" size="sm">
        Save color
      </SubmitButton>
    </Form>
  ),
})

const logoStep = ({ org, hue, logoUrl }: MemberSession): Step => ({
  done: logoUrl !== null,
  title: 'Add a logo',
  text: 'It is shown next to the name, and in invitations.',
  permission: 'org:manage',
  inPlace: (
    <PictureForm
      action={`/o/${org.slug}/settings/logo`}
      field={pictureField}
      types={pictureTypes}
      maxBytes={maxPictureBytes}
      sentences={{ not_a_picture: pictureProblems.not_a_picture, too_heavy: pictureProblems.too_heavy }}
      problem={null}
      submitLabel="Save logo"
      current={<OrgTile {...org} hue={hue} size="xl" />}
      remove={null}
    />
  ),
})

/** In the first two weeks of an organization, until all steps are done. */
export const hasOpenSteps = (session: MemberSession, overview: Overview): boolean =>
  overview.start.isNew && stepsOf(session, overview).some(({ done }) => !done)

/** It has no other members and no records yet, so the overview has no numbers to show. */
export const isBrandNew = ({ members, invitations, resources: parts }: Overview): boolean =>
  members !== null &&
  members.count === 1 &&
  !invitations?.count &&
  parts.every(({ active, archived }) => active + (archived ?? 0) === 0)

export function FirstSteps({ session, overview }: { session: MemberSession; overview: Overview }) {
  if (!hasOpenSteps(session, overview)) return null
  const steps = stepsOf(session, overview)
  const done = steps.filter((step) => step.done).length
  const next = steps.find((step) => !step.done)
  return (
    <Panel
      title="First steps"
      note={
        <span className="inline-flex items-center gap-2">
          {done} of {steps.length} done
          <StepRing done={steps.map((step) => step.done)} />
        </span>
      }
    >
      <ol className="steps">
        {steps.map((step) => (
          <li key={step.title} data-done={step.done || undefined}>
            <StepRow step={step} isNext={step === next} />
          </li>
        ))}
      </ol>
    </Panel>
  )
}

function StepRow({ step, isNext }: { step: Step; isNext: boolean }) {
  const head = (
    <>
      <span aria-hidden className="step-mark">
        {step.done && <Icon name="check" />}
      </span>
      <span>
        <b>{step.title}</b>
        {!step.done && <small>{step.text}</small>}
      </span>
      {step.done && (
        <span className="badge" data-tone="success">
          Done
        </span>
      )}
    </>
  )
  if (step.done) return <div>{head}</div>
  return (
    <details open={isNext}>
      <summary>
        {head}
        <Icon name="down" />
      </summary>
      <div>{step.inPlace}</div>
    </details>
  )
}
