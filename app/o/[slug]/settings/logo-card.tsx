import { ConfirmButton } from '@/components/confirm-button'
import { PictureForm } from '@/components/picture-form'
import { OrgTile } from '@/components/ui/avatar'
import { Card, CardBody, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import type { MemberSession } from '@/lib/pages'
import { pictureProblems, sentenceOfProblem } from '@/lib/pictures/problems'
import { maxPictureBytes, pictureField, pictureTypes } from '@/lib/pictures/upload'
import { removeLogoAction } from './actions'

type LogoCardProps = {
  org: MemberSession['org'] & { hue: number | null }
  logoUrl: string | null
  /** Why the last upload was refused: the code in the URL. */
  problem: string | undefined
}

export function LogoCard({ org, logoUrl, problem }: LogoCardProps) {
  return (
    <Card id="logo" className="scroll-mt-20">
      <CardHeader>
        <CardTitle>Logo</CardTitle>
        <CardDescription>Shown next to the name wherever {org.name} appears, including in invitations.</CardDescription>
      </CardHeader>
      <CardBody>
        <PictureForm
          action={`/o/${org.slug}/settings/logo`}
          field={pictureField}
          types={pictureTypes}
          maxBytes={maxPictureBytes}
          sentences={{ not_a_picture: pictureProblems.not_a_picture, too_heavy: pictureProblems.too_heavy }}
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
    <ConfirmButton action={removeLogoAction} trigger="Remove" title="Remove the logo?" submit="Remove logo">
      Then {name} is shown with its letters and color. The picture is deleted.
    </ConfirmButton>
  )
}
