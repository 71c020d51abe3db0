import { ConfirmButton } from '@/components/confirm-button'
import { SelectField } from '@/components/field'
import { Form } from '@/components/form'
import { exactTime } from '@/components/relative-time'
import { SubmitButton } from '@/components/submit-button'
import { Badge } from '@/components/ui/badge'
import { Card, CardBody, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { graceChoices } from '@/lib/organizations/second-factor'
import { requireSecondFactorAction, stopRequiringSecondFactorAction } from './actions'

/** `from`: from when members need a second factor; null if they do not. */
export function SecondFactorCard({ from }: { from: Date | null }) {
  return (
    <Card id="second-factor" className="scroll-mt-20">
      <CardHeader>
        <CardTitle className="flex flex-wrap items-center gap-2">
          Second factor {from ? <Badge tone="success">Required</Badge> : <Badge>Optional</Badge>}
        </CardTitle>
        <CardDescription className="max-w-prose">
          {from ? sentenceOf(from) : 'You can require an authenticator app or a passkey of every member.'} API keys are
          not affected.
        </CardDescription>
      </CardHeader>
      <CardBody>{from ? <Stop /> : <Require />}</CardBody>
    </Card>
  )
}

const sentenceOf = (from: Date): string =>
  from > new Date()
    ? `Starting ${exactTime(from)}, members need an authenticator app or a passkey. Until then they are asked to set one up.`
    : 'Members need an authenticator app or a passkey. Those without one are asked to set it up.'

const graceNames = new Map(graceChoices.map((days) => [days, days === 0 ? 'Immediately' : `After ${days} days`]))

function Require() {
  return (
    <Form action={requireSecondFactorAction}>
      <SelectField
        name="days"
        label="Starts"
        defaultValue="7"
        hint="Until then, members without one see a notice on every page. You need one yourself to switch this on."
      >
        {[...graceNames].map(([days, name]) => (
          <option key={days} value={days}>
            {name}
          </option>
        ))}
      </SelectField>
      <SubmitButton variant="secondary">Require a second factor</SubmitButton>
    </Form>
  )
}

function Stop() {
  return (
    <ConfirmButton
      action={stopRequiringSecondFactorAction}
      trigger="Stop requiring it"
      variant="secondary"
      title="Stop requiring a second factor?"
      submit="Stop requiring it"
    >
      Members without a second factor will be able to sign in with only a password.
    </ConfirmButton>
  )
}
