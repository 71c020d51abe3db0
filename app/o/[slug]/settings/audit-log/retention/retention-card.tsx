import { Form } from '@/components/form'
import { exactTime } from '@/components/relative-time'
import { SubmitButton } from '@/components/submit-button'
import { Alert } from '@/components/ui/alert'
import { Card, CardBody, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { retentionChoices, retentionVersion, type AuditRetention } from '@/lib/audit-log/retention'
import { keptFor, retentionName } from '@/lib/audit-log/sentences'
import { can } from '@/lib/permissions/grants'
import type { MemberSession } from '@/lib/pages'
import { PermissionHint } from '../../../access-denied'
import { setAuditRetentionAction } from '../actions'
import { RetentionChoices, type Choice } from './retention-choices'
import { countedEvents, onDay } from '../words'

type RetentionProps = { session: MemberSession; retention: AuditRetention }

/** How long events are kept, and how many events each choice would remove. */
export function Retention({ session, retention }: RetentionProps) {
  const { days, removed } = retention
  return (
    <Card>
      <CardHeader>
        <CardTitle>How long events are kept</CardTitle>
        <CardDescription className="max-w-prose">
          Events are kept {keptFor(days)}.{' '}
          {removed && `${countedEvents(removed.events)} up to ${onDay(removed.last)} are gone. `}
          {can(session, 'org:manage') ? (
            'A shorter time takes effect a day after you choose it. Until then you can change it back.'
          ) : (
            <PermissionHint session={session} permission="org:manage" />
          )}
        </CardDescription>
      </CardHeader>
      <CardBody className="grid gap-4">
        <UpcomingRemoval retention={retention} />
        {can(session, 'org:manage') && (
          <Form action={setAuditRetentionAction} fields={{ version: retentionVersion(days) }} className="grid gap-4">
            <RetentionChoices choices={choicesOf(retention)} current={retentionVersion(days)} />
            <SubmitButton variant="secondary">Save</SubmitButton>
          </Form>
        )}
      </CardBody>
    </Card>
  )
}

// Warns every reader of the log about the next removal while it can still be prevented.
function UpcomingRemoval({ retention: { days, since, removals } }: Pick<RetentionProps, 'retention'>) {
  const removal = removals.find((one) => one.days === days)
  if (!since || since <= new Date() || !removal?.events) return null
  return (
    <Alert tone="warning">
      {countedEvents(removal.events)} from before {onDay(removal.before)} {removal.events === 1 ? 'goes' : 'go'} away
      for good after {exactTime(since)}. Choose a longer time before then to keep {removal.events === 1 ? 'it' : 'them'}
      .
    </Alert>
  )
}

const choicesOf = ({ days, removals }: AuditRetention): Choice[] =>
  [...new Set([...retentionChoices, days])]
    .sort((a, b) => (a ?? Infinity) - (b ?? Infinity))
    .map((choice) => ({
      value: retentionVersion(choice),
      label: choice === null ? 'Forever' : retentionName(choice),
      consequence: consequenceOf(removals.find((one) => one.days === choice)),
    }))

function consequenceOf(removal: AuditRetention['removals'][number] | undefined): string {
  if (!removal) return 'Nothing is removed.'
  if (removal.events === 0) return 'Removes nothing today. Events are removed as they get older.'
  return `Removes ${countedEvents(removal.events)} from before ${onDay(removal.before)}, and more as they get older.`
}
