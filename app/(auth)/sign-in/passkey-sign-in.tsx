'use client'

// Signing in with a passkey: by the button, or from the field for the address, where browsers offer the passkeys that they
// know (conditional mediation). It needs JavaScript; without, neither is shown.
import { useEffect, useRef, type ComponentProps } from 'react'
import { Form } from '@/components/form'
import { PasskeyButton, submitWith } from '@/components/passkey-button'

type PasskeySignInProps = { action: ComponentProps<typeof Form>['action']; callbackUrl: string | undefined }

export function PasskeySignIn({ action, callbackUrl }: PasskeySignInProps) {
  const autofilled = useRef<HTMLInputElement>(null)
  useEffect(() => {
    let isGone = false
    void offerPasskeys().then((answer) => {
      if (answer && !isGone) submitWith(autofilled.current!, answer, null)
    })
    return () => void (isGone = true)
  }, [])
  const fields: Record<string, string> = callbackUrl ? { callbackUrl } : {}
  return (
    <>
      <Form action={action} fields={fields} className="grid gap-5 noscript:hidden">
        <PasskeyButton purpose="sign_in" field="passkey" variant="secondary" block>
          Continue with a passkey
        </PasskeyButton>
      </Form>
      <Form action={action} fields={fields} className="grid gap-5 noscript:hidden">
        <input ref={autofilled} type="hidden" name="passkey" defaultValue="" />
      </Form>
    </>
  )
}

// Null if the browser cannot, or if the person chose another way meanwhile.
async function offerPasskeys(): Promise<string | null> {
  if (!(await window.PublicKeyCredential?.isConditionalMediationAvailable?.())) return null
  const { requestPasskey } = await import('@/components/passkey-request')
  return requestPasskey('sign_in', true).catch(() => null)
}
