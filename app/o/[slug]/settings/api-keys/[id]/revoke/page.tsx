import { Form } from '@/components/form'
import { BackLink } from '@/components/route-dialog'
import { SubmitButton } from '@/components/submit-button'
import { DialogActions } from '@/components/ui/dialog'
import { getApiKey } from '@/lib/api-keys/queries'
import { orgDialog } from '../../../../org-dialog'
import { revokeApiKeyAction } from '../../actions'
import { BroughtIn } from '../../brought-in'

const page = orgDialog(
  {
    permission: 'org:api_keys:write',
    load: ({ session, params }) => getApiKey(session, params.id!),
    title: ({ name }) => `Revoke ${name}`,
    back: ['/settings/api-keys', 'API keys'],
  },
  ({ home, data: { id, name, broughtIn } }) => ({
    title: `Revoke “${name}”?`,
    description: (
      <>
        Programs that use this key lose access immediately, including with the tokens they hold. This can’t be undone.{' '}
        <BroughtIn broughtIn={broughtIn} after=", who will stay." />
      </>
    ),
    children: (
      <Form action={revokeApiKeyAction} fields={{ id }}>
        <DialogActions>
          <BackLink href={`${home}/settings/api-keys`} />
          <SubmitButton variant="danger">Revoke API key</SubmitButton>
        </DialogActions>
      </Form>
    ),
  }),
)

export default page
export const { generateMetadata } = page
