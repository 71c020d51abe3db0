// A proof of work for each sign-up (SIGN_UP_PROOF_OF_WORK, off by default): the browser computes for about a second, so that
// many sign-ups cost something. The challenge is signed by this server, expires, and is for one sign-up. No third party is
// asked (altcha.org, whose challenges and solutions these are).
import { createChallenge, extractParams, verifySolution } from 'altcha-lib'
import { z } from 'zod'
import { keyFor } from '@/lib/sealing'
import type { IdentityDb } from '@/lib/db/with-identity'
import { getEnv } from '@/lib/env'
import { fieldError } from '@/lib/errors'

const algorithm = 'SHA-256'
// The browser tries half of them on average.
const maxNumber = 60_000
const lifetimeMs = 20 * 60 * 1000

/** A challenge in the format of ALTCHA. */
export const challengeJsonSchema = z.object({
  algorithm: z.literal(algorithm),
  challenge: z.string(),
  salt: z.string(),
  maxnumber: z.int(),
  signature: z.string(),
})

export type Challenge = z.infer<typeof challengeJsonSchema>

export const isWorkAsked = (): boolean => getEnv().SIGN_UP_PROOF_OF_WORK === 'on'

/** The challenge to solve; null if none is asked for. */
export async function newChallenge(): Promise<Challenge | null> {
  if (!isWorkAsked()) return null
  const expires = new Date(Date.now() + lifetimeMs)
  return challengeJsonSchema.parse(await createChallenge({ algorithm, maxNumber, expires, hmacKey: hmacKey() }))
}

const payloadSchema = z.object({
  algorithm: z.literal(algorithm),
  challenge: z.string(),
  number: z.int(),
  salt: z.string(),
  signature: z.string(),
})

/** What to keep of a proof, so that it is used once. */
export type Proof = { signature: string; expiresAt: Date }

/** In: the solution, as base64 of JSON. Out: null if none is asked for. Throws validation_failed. */
export async function checkWork(payload: string | undefined): Promise<Proof | null> {
  if (!isWorkAsked()) return null
  const { success, data } = payloadSchema.safeParse(decode(payload))
  if (!success || !(await verifySolution(data, hmacKey()))) throw missing()
  return { signature: data.signature, expiresAt: new Date(Number(extractParams(data).expires) * 1000) }
}

/** Call it in the transaction of the sign-up. Throws validation_failed for a proof that was used. */
export async function useWork(db: IdentityDb, proof: Proof | null): Promise<void> {
  if (!proof) return
  const { count } = await db.usedProof.createMany({ data: [proof], skipDuplicates: true })
  if (count === 0) throw missing()
}

const missing = () =>
  fieldError('proof_of_work', 'Your browser hasn’t finished its check. Wait a moment, then try again.')

function decode(payload: string | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(payload ?? '', 'base64').toString())
  } catch {
    return null
  }
}

const hmacKey = (): string => keyFor('proof of work').toString('base64url')
