// Wraps every server action: form data, authentication, validation, domain function, then the state that the form
// shows. Forms work the same without JavaScript, so the state includes what was typed.
import { refresh } from 'next/cache'
import { cookies, headers } from 'next/headers'
import { redirect, unstable_rethrow } from 'next/navigation'
import type { z } from 'zod'
import type { FactorKind } from '@/lib/auth/factors'
import { keepSession, openSession, sessionCookie } from '@/lib/auth/session-cookie'
import { assertOwnView } from '@/lib/auth/view-as'
import { noteAction } from '@/lib/db/answering'
import { authorizeOrg } from '@/lib/db/authorize'
import type { MemberContext, UserContext } from '@/lib/db/session'
import { pendingCookie, SecondFactorPending, secondStepPath } from '@/lib/auth/pending-sign-in'
import { confirmSchema, confirmSignIn, listConfirmations } from '@/lib/auth/step-up'
import { AppError, type ErrorCode } from '@/lib/errors'
import { jsonTextSchema, parse } from '@/lib/requests/input'
import { log } from '@/lib/log'
import { isScripted } from '@/lib/requests/scripted'
import { assertSameOrigin, originOf } from '@/lib/requests/trust'

/** What a form shows after its action: `errors` by field name; `values`, what was typed without the secrets. */
export type ActionState = {
  status: 'idle' | 'success' | 'error'
  /** The error code, for forms that react to it. */
  code?: ErrorCode
  message?: string
  errors?: Record<string, string[]>
  values?: Record<string, string>
  /** The version of the record that was saved, for a form that stays (components/edit-conflict.tsx). */
  version?: string
  /** With what the person can confirm that it is them, after the code reauth_required. */
  confirmations?: FactorKind[]
}

type Action = (state: ActionState, formData: FormData) => Promise<ActionState>

/** A message, values that stay in the form, and errors of some of its fields. */
type Answer = Pick<ActionState, 'values' | 'version' | 'errors'> & { message?: string | undefined }
type Outcome = Promise<string | Answer | undefined | void>

/** The hidden field with the organization of the page, which comes from its URL and not from the session. */
const organizationField = 'organization'

/** The hidden field with the user for whom the page was rendered: another one may have signed in since, in another tab. */
const personField = 'page_person'

/** The fields of which a form sends one after the answer reauth_required (components/confirm-prompt.tsx). */
const confirmationFields = {
  password: 'confirm_password',
  code: 'confirm_code',
  recovery_code: 'confirm_recovery_code',
  passkey: 'confirm_passkey',
} as const

/** Set by a form in a dialog above its list (components/route-dialog.tsx). */
const inDialogField = 'in_dialog'
const proofs = Object.keys(confirmationFields) as (keyof typeof confirmationFields)[]
const ownFields: string[] = [organizationField, personField, ...Object.values(confirmationFields), inDialogField]
const neverEchoed = /password|secret|passkey|^token$|^(recovery_)?code$/i

/** For anyone, signed in or not. `run` answers a message to show, or redirects. */
export const publicAction = <T>(schema: z.ZodType<T>, run: (call: { input: T; headers: Headers }) => Outcome) =>
  action(schema, async (input) => run({ input, headers: await headers() }))

/** For a signed-in person, without an organization. */
export const userAction = <T>(
  schema: z.ZodType<T>,
  run: (call: { ctx: UserContext; input: T; headers: Headers }) => Outcome,
) => action(schema, async (input, formData) => run({ ctx: await signedIn(formData), input, headers: await headers() }))

/**
 * `backTo`: ends the action at the list with this path below the organization's; in a dialog the list is refreshed.
 * `locale`: how the person's region writes dates and numbers; viewerLocale() is for pages.
 */
type OrgCall<T> = {
  ctx: MemberContext & { organization: string }
  input: T
  backTo: (list: string) => void
  locale: string
}

/** For a member, in the organization of the page. Accepts a former slug, for a page that was opened before a rename. */
export const orgAction = <T>(schema: z.ZodType<T>, run: (call: OrgCall<T>) => Outcome) =>
  action(schema, async (input, formData) => {
    const organization = formData.get(organizationField)
    if (typeof organization !== 'string' || organization === '') throw new AppError('not_found')
    const ctx = { ...(await signedIn(formData)), organization, tokenId: null }
    await assertOwnView(ctx.sessionId)
    const { org, user } = await authorizeOrg(ctx)
    const backTo = (list: string) => (formData.has(inDialogField) ? refresh() : redirect(`/o/${org.slug}${list}`))
    return run({ ctx: { ...ctx, organization: org.slug }, input, backTo, locale: user.locale })
  })

/** Ends an action on the page of its form, `path`. A script refreshes it, so that focus and what other forms hold stay. */
export async function stayOn(path: string): Promise<void> {
  if (!(await isScripted())) redirect(path)
  refresh()
}

function action<T>(schema: z.ZodType<T>, run: (input: T, formData: FormData) => Outcome): Action {
  return async (_state, formData) => {
    noteAction()
    // A call without a form can send anything.
    const typed = formData instanceof FormData ? readFields(formData) : {}
    try {
      assertSameOrigin(await headers(), { required: true })
      return toState(await run(parse(schema, typed), formData))
    } catch (error) {
      unstable_rethrow(error)
      if (error instanceof SecondFactorPending) return startSecondStep(error, typed.callbackUrl)
      // Refresh the page, so that the form shows the stored values beside what was typed.
      if (error instanceof AppError && error.code === 'precondition_failed') refresh()
      return { ...toFailure(error, typed), ...(await askConfirmation(error)) }
    }
  }
}

// Every form that signs in leads here when the account has a second factor.
async function startSecondStep({ secret }: SecondFactorPending, callbackUrl: string | undefined): Promise<never> {
  const { name, options } = pendingCookie()
  ;(await cookies()).set(name, secret, options)
  redirect(secondStepPath(callbackUrl))
}

async function askConfirmation(error: unknown): Promise<Pick<ActionState, 'confirmations'>> {
  if (!(error instanceof AppError) || error.code !== 'reauth_required') return {}
  const ctx = await currentSession()
  return ctx ? { confirmations: await listConfirmations(ctx) } : {}
}

const currentSession = async (): Promise<UserContext | null> =>
  openSession((await cookies()).get(sessionCookie().name)?.value)

function toState(answer: Awaited<Outcome>): ActionState {
  const { message, ...rest } = typeof answer === 'object' ? answer : { message: answer ?? undefined }
  const failed = 'errors' in rest && Object.keys(rest.errors ?? {}).length > 0
  return { status: failed ? 'error' : 'success', ...(message ? { message } : {}), ...rest }
}

const signedInAsOther = 'Someone else is signed in here now, so nothing was saved. Reload the page.'

async function signedIn(formData: FormData): Promise<UserContext> {
  const ctx = await currentSession()
  if (!ctx) throw new AppError('unauthenticated')
  const person = formData.get(personField)
  if (person !== null && person !== ctx.userId) throw new AppError('conflict', { detail: signedInAsOther })
  const confirmed = await confirm(ctx, formData)
  return { ...confirmed, origin: originOf(await headers()) }
}

// Confirms the sign-in with the proof in the form, before the action runs, and replaces the cookie.
async function confirm(ctx: UserContext, formData: FormData): Promise<UserContext> {
  const name = proofs.find((each) => formData.get(confirmationFields[each]))
  if (!name) return ctx
  try {
    const confirmed = await confirmSignIn(ctx, readProof(name, formData.get(confirmationFields[name])), await headers())
    await keepSession(confirmed)
    return confirmed
  } catch (error) {
    if (!(error instanceof AppError) || !['invalid_credentials', 'validation_failed'].includes(error.code)) throw error
    const message = error.errors?.[0]?.message ?? error.message
    throw new AppError('reauth_required', { errors: [{ path: confirmationFields[name], message }] })
  }
}

function readProof(name: (typeof proofs)[number], value: unknown) {
  return parse(confirmSchema, { [name]: name === 'passkey' ? parse(jsonTextSchema, value) : value })
}

// Skip the fields that React adds; their names start with $ACTION.
function readFields(formData: FormData): Record<string, string> {
  const entries = [...formData].filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === 'string' && !entry[0].startsWith('$ACTION') && !ownFields.includes(entry[0]),
  )
  return Object.fromEntries(entries)
}

function toFailure(thrown: unknown, typed: Record<string, string>): ActionState {
  const error = thrown instanceof AppError ? thrown : new AppError('internal_error', { cause: thrown })
  if (error.status >= 500) log.error({ code: error.code, err: error.cause }, 'action failed')
  else if ([401, 403, 429].includes(error.status)) log.warn({ code: error.code }, 'action refused')
  const messages = new Map<string, string[]>()
  for (const { path, message } of error.errors ?? []) messages.set(path, [...(messages.get(path) ?? []), message])
  const values = Object.fromEntries(Object.entries(typed).filter(([name]) => !neverEchoed.test(name)))
  const isOneField =
    error.code === 'validation_failed' && error.message === error.title && messages.size === 1 && !messages.has('')
  const message = isOneField ? 'One field needs your attention.' : error.message
  return { status: 'error', code: error.code, message, errors: Object.fromEntries(messages), values }
}
