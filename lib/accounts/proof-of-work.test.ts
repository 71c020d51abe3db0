// SIGN_UP_PROOF_OF_WORK=on: each sign-up needs its own solution of a challenge of this server.
import { solveChallenge } from 'altcha-lib'
import { describe, expect, it } from 'vitest'
import { GET as challengeRoute } from '@/app/api/sign-up/challenge/route'
import { POST as signUpRoute } from '@/app/api/sign-up/route'
import { getEnv } from '@/lib/env'
import { apiRequest, asOwner, send, uniqueEmail } from '@/lib/testing/fixtures'
import { password, post } from '@/lib/testing/sign-ups'

type Challenge = { algorithm: 'SHA-256'; challenge: string; salt: string; maxnumber: number; signature: string }

const ask = () => send(challengeRoute, apiRequest('GET', '/api/sign-up/challenge'))
const encode = (payload: object) => Buffer.from(JSON.stringify(payload)).toString('base64')

async function solve(given?: Challenge) {
  const { maxnumber, ...challenge } = given ?? ((await ask()).body.challenge as Challenge)
  const { algorithm, salt } = challenge
  const solution = await solveChallenge(challenge.challenge, salt, algorithm, maxnumber).promise
  return { ...challenge, number: solution!.number }
}

async function attempt(proof?: string) {
  const email = uniqueEmail()
  const { status, body } = await post(signUpRoute, { name: 'Jo', email, password, proof_of_work: proof })
  const [user] = await asOwner('select 1 from users where email = $1', [email])
  return { status, path: body.errors?.[0]?.path, isCreated: user !== undefined }
}

const refused = { status: 422, path: 'proof_of_work', isCreated: false }
const accepted = { status: 202, path: undefined, isCreated: true }

it('is neither offered nor taken unless it is set', async () => {
  expect((await ask()).body).toEqual({ challenge: null })
  expect(await attempt('x')).toEqual(refused)
  expect(await attempt()).toEqual(accepted)
})

describe('where it is set', () => {
  Object.assign(getEnv(), { SIGN_UP_PROOF_OF_WORK: 'off' })
  const on = (work: () => Promise<void>) => async () => {
    Object.assign(getEnv(), { SIGN_UP_PROOF_OF_WORK: 'on' })
    await work().finally(() => Object.assign(getEnv(), { SIGN_UP_PROOF_OF_WORK: 'off' }))
  }

  it(
    'lets a solution sign up once, also of two at the same moment',
    on(async () => {
      const proof = encode(await solve())
      const both = await Promise.all([attempt(proof), attempt(proof)])
      expect(both.map(({ status }) => status).sort()).toEqual([202, 422])
      expect(await attempt(proof)).toEqual(refused)
    }),
  )

  it(
    'refuses none, a wrong one, and one of a challenge that this server did not make or that has changed',
    on(async () => {
      const proof = await solve()
      const { body } = await ask()
      for (const wrong of [
        undefined,
        '',
        'not base64 of JSON',
        encode({ ...proof, number: proof.number + 1 }),
        encode({ ...proof, signature: body.challenge.signature }),
        encode({ ...proof, salt: proof.salt.replace(/expires=\d+/, 'expires=9999999999') }),
        encode({ ...proof, salt: proof.salt.replace(/\?.*/, '&') }),
        encode({ ...proof, algorithm: 'SHA-1' }),
      ])
        expect(await attempt(wrong), String(wrong)).toEqual(refused)
      expect(await attempt(encode(proof))).toEqual(accepted)
    }),
  )
})
