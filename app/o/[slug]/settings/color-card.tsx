import { Form } from '@/components/form'
import { HueField } from '@/components/hue-field'
import { SubmitButton } from '@/components/submit-button'
import { Card, CardBody, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { hueNames } from '@/lib/organizations/hues'
import { setHueAction } from './actions'

export function ColorCard({ name, hue }: { name: string; hue: number }) {
  return (
    <Card id="color" className="scroll-mt-20">
      <CardHeader>
        <CardTitle>Color</CardTitle>
        <CardDescription>It tells {name} from your other organizations in tabs, menus and emails.</CardDescription>
      </CardHeader>
      <CardBody className="[&_legend]:sr-only">
        <Form action={setHueAction}>
          <HueField names={hueNames} value={hue} />
          <SubmitButton variant="secondary">Save color</SubmitButton>
        </Form>
      </CardBody>
    </Card>
  )
}
