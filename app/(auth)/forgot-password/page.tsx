import type { Metadata } from 'next'
import { Field } from '@/components/field'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { linkClass, Panel } from '../panel'
import { forgotPasswordAction } from './actions'

export const metadata: Metadata = { title: 'Forgot password' }

export default function ForgotPasswordPage() {
  return (
    <Panel
      title="Reset your password"
      description="Enter your email address, and we’ll send you a link to choose a new password."
      footer={
        <>
          Remembered it?{' '}
          <a href="/sign-in" className={linkClass}>
            Sign in
          </a>
        </>
      }
    >
      <Form action={forgotPasswordAction}>
        <Field name="email" label="Email" type="email" autoComplete="email" spellCheck={false} />
        <SubmitButton block>Send reset link</SubmitButton>
      </Form>
    </Panel>
  )
}
