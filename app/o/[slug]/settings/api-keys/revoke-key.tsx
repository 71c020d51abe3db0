import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog'
import type { ApiKey } from '@/lib/api-keys/schema'
import { revokeApiKeyAction } from './actions'

export function RevokeKey({ slug, apiKey: { id, name } }: { slug: string; apiKey: ApiKey }) {
  return (
    <Dialog
      trigger={
        <>
          Revoke<span className="sr-only"> {name}</span>
        </>
      }
      variant="ghost"
      size="sm"
      title={`Revoke “${name}”?`}
      description="Every program that uses this key stops at once: it gets no new tokens, and the ones that it holds are refused. This cannot be undone; a new key has a new secret."
    >
      <Form action={revokeApiKeyAction}>
        <input type="hidden" name="id" value={id} />
        <DialogActions>
          <DialogCancel />
          <SubmitButton variant="danger">Revoke API key</SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  )
}
