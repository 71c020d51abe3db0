import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { OrgTile } from '@/components/ui/avatar'
import { Card, CardBody, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog'
import type { MemberSession } from '@/lib/pages'
import { logoTypes, maxLogoBytes } from '@/lib/organizations/logo'
import { logoProblems, sentenceOfProblem } from '@/lib/organizations/logo-problems'
import { logoField } from '@/lib/organizations/logo-upload'
import { removeLogoAction } from './actions'
import { LogoForm } from './logo-form'

type LogoCardProps = {
  org: MemberSession['org']
  logoUrl: string | null
  /** Why the last picture was not taken: a word of the address. */
  problem: string | undefined
}

export function LogoCard({ org, logoUrl, problem }: LogoCardProps) {
  return (
    <Card id="logo" className="scroll-mt-20">
      <CardHeader className="sm:px-6">
        <CardTitle>Logo</CardTitle>
        <CardDescription>Shown beside the name wherever {org.name} appears, also to people you invite.</CardDescription>
      </CardHeader>
      <CardBody className="pb-6 sm:px-6">
        <LogoForm
          action={`/o/${org.slug}/settings/logo`}
          field={logoField}
          types={logoTypes}
          maxBytes={maxLogoBytes}
          sentences={{ not_a_picture: logoProblems.not_a_picture, too_heavy: logoProblems.too_heavy }}
          problem={sentenceOfProblem(problem)}
          submitLabel={logoUrl ? 'Replace logo' : 'Save logo'}
          current={<OrgTile {...org} logoUrl={logoUrl} size="xl" />}
          remove={logoUrl && <Remove slug={org.slug} name={org.name} />}
        />
      </CardBody>
    </Card>
  )
}

function Remove({ slug, name }: { slug: string; name: string }) {
  return (
    <Dialog
      trigger="Remove"
      title="Remove the logo?"
      description={<>Then {name} is shown by its letters and colour. The picture is not kept.</>}
    >
      <Form action={removeLogoAction}>
        <DialogActions>
          <DialogCancel />
          <SubmitButton variant="danger">Remove logo</SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  )
}
