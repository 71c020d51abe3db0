import { clsx } from 'clsx'
import { ConfirmButton } from '@/components/confirm-button'
import { Field } from '@/components/field'
import { Form } from '@/components/form'
import { RelativeTime } from '@/components/relative-time'
import { SubmitButton } from '@/components/submit-button'
import { Card, CardBody, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog'
import { Icon } from '@/components/ui/icon'
import type { MyPasskey } from '@/lib/accounts/schema'
import { removePasskeyAction, renamePasskeyAction, startPasskeyAction } from './actions'

type PasskeysCardProps = { passkeys: readonly MyPasskey[]; callbackUrl: string | undefined }

export function PasskeysCard({ passkeys, callbackUrl }: PasskeysCardProps) {
  return (
    <Card id="passkeys" className="scroll-mt-20">
      <CardHeader>
        <CardTitle>Passkeys</CardTitle>
        <CardDescription>
          Sign in with your fingerprint, face or device PIN. After a password, a passkey is your second factor.
        </CardDescription>
      </CardHeader>
      {passkeys.length > 0 && (
        <ul className="divide-y border-y">
          {passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} {...passkey} />
          ))}
        </ul>
      )}
      <CardBody className={clsx(passkeys.length > 0 && 'pt-5')}>
        <Form action={startPasskeyAction} fields={callbackUrl ? { callbackUrl } : {}}>
          <SubmitButton variant="secondary">Add a passkey</SubmitButton>
        </Form>
      </CardBody>
    </Card>
  )
}

function PasskeyRow({ id, name, isSynced, createdAt, lastUsedAt }: MyPasskey) {
  return (
    <li className="flex flex-wrap items-center gap-3.5 px-5 py-3.5 sm:px-6">
      <span className="bg-sunken text-muted grid size-9 shrink-0 place-items-center rounded-lg border">
        <Icon name="key" />
      </span>
      <div className="grid min-w-0 grow basis-52 gap-0.5">
        <span className="truncate font-medium">{name}</span>
        <span className="text-muted text-[0.8125rem] text-pretty">
          {isSynced ? 'On several devices' : 'On one device'} · added <RelativeTime date={createdAt} /> ·{' '}
          {lastUsedAt ? (
            <>
              last used <RelativeTime date={lastUsedAt} />
            </>
          ) : (
            'never used'
          )}
        </span>
      </div>
      <div className="flex gap-2">
        <Dialog
          trigger={
            <>
              Rename<span className="sr-only"> {name}</span>
            </>
          }
          size="sm"
          title="Rename the passkey"
        >
          <Form action={renamePasskeyAction} fields={{ id }}>
            <Field id={`name-${id}`} name="name" label="Name" defaultValue={name} autoComplete="off" />
            <DialogActions>
              <DialogCancel />
              <SubmitButton>Save name</SubmitButton>
            </DialogActions>
          </Form>
        </Dialog>
        <ConfirmButton
          action={removePasskeyAction}
          fields={{ id }}
          trigger={
            <>
              Remove<span className="sr-only"> {name}</span>
            </>
          }
          size="sm"
          title={`Remove “${name}”?`}
          submit="Remove passkey"
        >
          It no longer signs you in. Delete it on your device, too. We’ll email you.
        </ConfirmButton>
      </div>
    </li>
  )
}
