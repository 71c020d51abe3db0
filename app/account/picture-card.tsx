import { ConfirmButton } from '@/components/confirm-button'
import { PictureForm } from '@/components/picture-form'
import { Avatar } from '@/components/ui/avatar'
import { Card, CardBody, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import type { Account } from '@/lib/accounts/schema'
import { pictureProblems, sentenceOfProblem } from '@/lib/pictures/problems'
import { maxPictureBytes, pictureField, pictureTypes } from '@/lib/pictures/upload'
import { removePictureAction } from './actions'

type PictureCardProps = Pick<Account, 'name' | 'imageUrl'> & {
  /** Why the last upload was refused: the code in the URL. */
  problem: string | undefined
}

export function PictureCard({ name, imageUrl, problem }: PictureCardProps) {
  return (
    <Card id="picture" className="scroll-mt-20">
      <CardHeader>
        <CardTitle>Picture</CardTitle>
        <CardDescription>Shown next to your name. Without one, people see your initials.</CardDescription>
      </CardHeader>
      <CardBody className="[&_label]:sr-only">
        <PictureForm
          action="/account/picture"
          field={pictureField}
          types={pictureTypes}
          maxBytes={maxPictureBytes}
          sentences={{ not_a_picture: pictureProblems.not_a_picture, too_heavy: pictureProblems.too_heavy }}
          problem={sentenceOfProblem(problem)}
          submitLabel={imageUrl ? 'Replace picture' : 'Save picture'}
          current={<Avatar name={name} imageUrl={imageUrl} size="xl" />}
          round
          remove={imageUrl && <Remove />}
        />
      </CardBody>
    </Card>
  )
}

function Remove() {
  return (
    <ConfirmButton action={removePictureAction} trigger="Remove" title="Remove your picture?" submit="Remove picture">
      People will see your initials instead. The picture is deleted.
    </ConfirmButton>
  )
}
