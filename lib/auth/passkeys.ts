// Passkeys (WebAuthn level 3): options for the browser, and the check of what it answers. The origin and the relying party
// are those of APP_URL, never those of a request. A passkey is always made with user verification (PIN, finger, face).
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { z } from 'zod'
import { product } from '@/lib/config'
import { withIdentity, type IdentityDb } from '@/lib/db/with-identity'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { log } from '@/lib/log'
import type { ProvenPerson } from './proven-person'
import { issueChallenge, takeChallenge, type ChallengePurpose } from './challenges'

const base64url = z
  .string()
  .regex(/^[\w-]+$/)
  .max(16_384)

// 1,023 bytes at most (WebAuthn, section 4).
const credentialId = base64url.max(1364)

const knownTransports = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']

/** How a device is reached, to be sent to browsers later. Those that are not known yet are left out. */
const transportsSchema = z
  .array(z.string())
  .max(8)
  .transform((names) => [...new Set(names.filter((name) => knownTransports.includes(name)))])

/** What `navigator.credentials.get` answers, as JSON. */
export const passkeyAnswerSchema = z
  .looseObject({
    id: credentialId,
    rawId: credentialId,
    type: z.literal('public-key'),
    response: z.looseObject({ clientDataJSON: base64url, authenticatorData: base64url, signature: base64url }),
  })
  .meta({ description: 'The answer of `navigator.credentials.get`, as JSON (WebAuthn, section 5.1).' })

/** What `navigator.credentials.create` answers, as JSON. */
export const newPasskeySchema = z.looseObject({
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
  response: z.looseObject({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: transportsSchema.optional(),
  }),
})

const relyingParty = () => {
  const { APP_URL } = getEnv()
  return { expectedOrigin: APP_URL, expectedRPID: new URL(APP_URL).hostname }
}

type Known = { id: string; transports: string[] }

const listKnown = async (db: IdentityDb, userId: string): Promise<Known[]> => {
  const passkeys = await db.passkey.findMany({ where: { userId }, select: { credentialId: true, transports: true } })
  return passkeys.map(({ credentialId, transports }) => ({ id: credentialId, transports }))
}

/** In: who answers, null for anyone; and what the challenge is bound to. Out: options for `navigator.credentials.get`. */
export async function openAuthentication(purpose: ChallengePurpose, subject: string, userId: string | null) {
  const { challenge, setCookie } = issueChallenge(purpose, subject)
  const allowCredentials = userId ? await withIdentity((db) => listKnown(db, userId)) : []
  const options = await generateAuthenticationOptions({
    rpID: relyingParty().expectedRPID,
    challenge,
    allowCredentials,
    timeout: 300_000,
    // After another factor the device itself suffices.
    userVerification: purpose === 'second_factor' ? 'discouraged' : 'required',
  })
  return { options, setCookie }
}

/** Options for `navigator.credentials.create`. */
export async function openRegistration(sessionId: string, user: { id: string; name: string; email: string }) {
  const { challenge, setCookie } = issueChallenge('register', sessionId)
  const options = await generateRegistrationOptions({
    rpName: product.name,
    rpID: relyingParty().expectedRPID,
    userID: new TextEncoder().encode(user.id),
    userName: user.email,
    userDisplayName: user.name,
    challenge,
    timeout: 300_000,
    excludeCredentials: await withIdentity((db) => listKnown(db, user.id)),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  return { options, setCookie }
}

/** Out: the row to store. Throws invalid_credentials. */
export async function verifyNewPasskey(answer: z.infer<typeof newPasskeySchema>, sessionId: string, headers: Headers) {
  const expectedChallenge = await takeChallenge('register', sessionId, headers)
  if (!expectedChallenge) throw refused('The page was open for too long. Try again.')
  const response = answer as unknown as RegistrationResponseJSON
  const result = await verifyRegistrationResponse({
    response,
    ...{ expectedChallenge, ...relyingParty(), requireUserVerification: true },
  }).catch((cause: unknown) => reject(cause))
  if (!result.verified) throw refused()
  const { credential, credentialDeviceType } = result.registrationInfo
  // The one to store is that of the attestation, whose length nothing else limits.
  if (credential.id !== answer.id) throw refused()
  return {
    credentialId: credential.id,
    publicKey: new Uint8Array(credential.publicKey),
    counter: credential.counter,
    transports: answer.response.transports ?? [],
    isSynced: credentialDeviceType === 'multiDevice',
  }
}

type Expected = { purpose: ChallengePurpose; subject: string; userId: string | null }

/** Out: the person whose passkey answered, and the methods for the session (RFC 8176). Throws invalid_credentials. */
export async function verifyPasskey(
  answer: z.infer<typeof passkeyAnswerSchema>,
  { purpose, subject, userId }: Expected,
  headers: Headers,
): Promise<{ proven: ProvenPerson; amr: string[] }> {
  const expectedChallenge = await takeChallenge(purpose, subject, headers)
  if (!expectedChallenge) throw refused('The page was open for too long. Try again.')
  const passkey = await withIdentity((db) =>
    db.passkey.findFirst({
      where: { credentialId: answer.id, ...(userId && { userId }) },
      include: { user: { select: { sessionEpoch: true } } },
    }),
  )
  if (!passkey) throw refused('This passkey belongs to no account here, or was removed. Use another one.')
  const { credentialId, transports, counter } = passkey
  const result = await verifyAuthenticationResponse({
    response: answer as unknown as AuthenticationResponseJSON,
    ...{ expectedChallenge, ...relyingParty(), requireUserVerification: purpose !== 'second_factor' },
    credential: {
      id: credentialId,
      publicKey: new Uint8Array(passkey.publicKey),
      counter: Number(counter),
      transports: transports as AuthenticatorTransport[],
    },
  }).catch((cause: unknown) => reject(cause))
  if (!result.verified) throw refused()
  await noteUse(passkey.id, counter, result.authenticationInfo.newCounter)
  const proven = { userId: passkey.userId, epoch: passkey.user.sessionEpoch }
  return { proven, amr: [passkey.isSynced ? 'swk' : 'hwk', 'mfa'] }
}

// Of two answers with one counter the second is refused: one of them comes from a copy of the device.
async function noteUse(id: string, before: bigint, counter: number): Promise<void> {
  const { count } = await withIdentity((db) =>
    db.passkey.updateMany({ where: { id, counter: before }, data: { counter, lastUsedAt: new Date() } }),
  )
  if (count === 0) throw refused()
}

const refused = (detail = 'This passkey did not work. Try again.', cause?: unknown) =>
  new AppError('invalid_credentials', { detail, cause })

function reject(cause: unknown): never {
  log.warn({ reason: (cause as Error).message }, 'an answer of a passkey was refused')
  throw refused(undefined, cause)
}
