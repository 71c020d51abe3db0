// The proof of a second factor, when signing in and when confirming a sign-in: a code of the authenticator app, a passkey,
// or a recovery code. Wrong ones are counted for the account, and those of browsers that it has not signed in from in total.
import { z } from 'zod'
import { withIdentity, type IdentityDb } from '@/lib/db/with-identity'
import { AppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { enqueueEmail } from '@/lib/mail/outbox'
import { recoveryCodeUsedMessage } from '@/lib/mail/account-templates'
import { counting, refund, type Counted } from '@/lib/requests/rate-limits'
import { originOf } from '@/lib/requests/trust'
import type { ChallengePurpose } from './challenges'
import { readDevice } from './device-cookie'
import { passkeyAnswerSchema, verifyPasskey } from './passkeys'
import { countRecoveryCodes, takeRecoveryCode } from './recovery-codes'
import { takeTotpCode } from './totp'

/** Spaces are as apps show them. */
export const codeSchema = z
  .string()
  .transform((typed) => typed.replaceAll(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'Enter the six digits that your app shows.'))
  .meta({ description: 'Six digits of the authenticator app.', example: '123456' })

const recoveryCodeSchema = z
  .string()
  .min(1, 'Enter one of your recovery codes.')
  .max(40, 'A recovery code has ten characters.')
  .meta({ description: 'One of the ten recovery codes. Each works once.', example: 'k3v9x-0h2mq' })

/** One of the three. */
export const secondFactorFields = {
  code: codeSchema.optional(),
  recovery_code: recoveryCodeSchema.optional(),
  passkey: passkeyAnswerSchema.optional(),
}

export const secondFactorSchema = z.strictObject(secondFactorFields).refine(namesOne, 'Send one proof.')

export type SecondFactorProof = z.infer<typeof secondFactorSchema>

/** Whether exactly one proof is there. */
export function namesOne(proofs: object): boolean {
  return Object.values(proofs).filter((proof) => proof !== undefined).length === 1
}

/** `subject`: the session or pending sign-in that the challenge of a passkey was made for. */
type Asked = { userId: string; purpose: ChallengePurpose; subject: string }

/** `codesLeft`: how many recovery codes are left, if one was used. */
type Proven = { amr: string[]; codesLeft: number | null }

/** Throws invalid_credentials for a wrong proof, with the field that was wrong; rate_limited. */
export async function proveSecondFactor(proof: SecondFactorProof, asked: Asked, headers: Headers): Promise<Proven> {
  const { own, shared } = limitsOf(proof, asked.userId, headers)
  // One after the other: what is refused for the account does not count in total.
  await counting(own, () => counting(shared, async () => {}))
  const proven = await prove(proof, asked, headers)
  if (!proven) {
    log.warn({ user_id: asked.userId, ip: originOf(headers).ip }, 'a second factor failed')
    throw wrong(proof)
  }
  await Promise.all([...own, ...shared].map((each) => refund(...each)))
  return proven
}

async function prove(proof: SecondFactorProof, asked: Asked, headers: Headers): Promise<Proven | null> {
  const { code, recovery_code: recoveryCode, passkey } = proof
  if (passkey) return { amr: (await verifyPasskey(passkey, asked, headers)).amr, codesLeft: null }
  return withIdentity(async (db) => {
    if (code) return (await takeTotpCode(db, asked.userId, code)) ? { amr: ['otp', 'mfa'], codesLeft: null } : null
    if (!(await takeRecoveryCode(db, asked.userId, recoveryCode ?? ''))) return null
    return { amr: ['otp', 'mfa'], codesLeft: await tellOfUse(db, asked.userId) }
  })
}

async function tellOfUse(db: IdentityDb, id: string): Promise<number> {
  const left = await countRecoveryCodes(db, id)
  const person = await db.user.findFirstOrThrow({ where: { id }, select: { name: true, email: true } })
  await enqueueEmail(db, person.email, recoveryCodeUsedMessage(person.name, left))
  return left
}

function wrong({ code }: SecondFactorProof): AppError {
  const [path, message] = code
    ? ['code', 'Wrong or already used code. Wait for the next one and enter it.']
    : ['recovery_code', 'This recovery code isn’t yours, or was already used.']
  return new AppError('invalid_credentials', { detail: 'That did not match.', errors: [{ path, message }] })
}

type Limits = { own: Counted[]; shared: Counted[] }

// Browsers that the person has signed in from have a limit of their own, which nobody else can use up. It is one for all of them: each
// sign-in without the cookie makes another device. The total limits guesses at many accounts at once. Known browsers leave it alone,
// as the cookie is for one account; so do passkeys, which cannot be guessed.
function limitsOf({ passkey }: SecondFactorProof, userId: string, headers: Headers): Limits {
  if (readDevice(headers)?.userId === userId) return { own: [['second_factor_by_person', userId]], shared: [] }
  return { own: [['second_factor_by_account', userId]], shared: passkey ? [] : [['second_factor_failures', 'all']] }
}
