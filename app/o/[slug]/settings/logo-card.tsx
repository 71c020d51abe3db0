import { ConfirmButton } from '@/components/confirm-button'
import { OrgTile } from '@/components/ui/avatar'
import { Card, CardBody, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import type { MemberSession } from '@/lib/pages'
import { logoTypes, maxLogoBytes } from '@/lib/organizations/logo'
import { logoProblems, sentenceOfProblem } from '@/lib/organizations/logo-problems'
import { logoField } from '@/lib/organizations/logo-upload'
import { removeLogoAction } from './actions'
import { LogoForm } from './logo-form'

type LogoCardProps = {
  org: MemberSession['org']
  logoUrl: string | null
  /** Why the last upload was refused: the code in the URL. */
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
          remove={logoUrl && <Remove name={org.name} />}
        />
      </CardBody>
    </Card>
  )
}

function Remove({ name }: { name: string }) {
  return (
    <ConfirmButton
      action={removeLogoAction}
      trigger="Remove"
      variant="secondary"
      title="Remove the logo?"
      submit="Remove logo"
    >
      Then {name} is shown by its letters and colour. The picture is not kept.
    </ConfirmButton>
  )
}
