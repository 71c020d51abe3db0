// Signing in by a mailed code: who gets in, how often a code can be tried, and that nothing tells whether an account exists.
import { describe, expect, it } from 'vitest'
import { deviceCookie, sealDevice } from '@/lib/auth/device-cookie'
import { withIdentity } from '@/lib/db/with-identity'
import { getEnv } from '@/lib/env'
import { consume, limitOf, quotaOf } from '@/lib/requests/rate-limits'
import { asOwner, createUser, expectCode, uniqueEmail } from '@/lib/testing/fixtures'
import { fromSomewhere, mailsTo, password, signedUp, trySignIn } from '@/lib/testing/sign-ups'
import type { CodeRequest } from './codes'
import { endSessionsOf } from './sessions-end'
import { requestSignInCode, signInByCode } from './sign-in-codes'

const somewhere = () => new Headers(fromSomewhere())
const use = (began: CodeRequest, code: string, headers = somewhere()) => signInByCode(began, code, headers)

async function codeMailedTo(email: string): Promise<string> {
  const [newest] = await mailsTo(email)
  return /^(\d{6}) is your/.exec(newest!.subject)![1]!
}

async function asked(email?: string) {
  const person = email ?? (await createUser()).email
  const began = await requestSignInCode(person, somewhere())
  return { began, email: person, code: await codeMailedTo(person) }
}

const other = (code: string) => code.replace(/^./, (digit) => String((Number(digit) + 1) % 10))

describe('a mailed code', () => {
  it('signs in where it was asked for, once', async () => {
    const user = await createUser()
    const { began, code } = await asked(user.email)
    expect((await use(began, code)).userId).toBe(user.id)
    await expectCode(use(began, code), 'code_expired')
  })

  it('opens nothing in a browser that asked for another one', async () => {
    const { code } = await asked()
    const { began } = await asked()
    await expectCode(use(began, code), 'validation_failed')
  })

  it('A220 is over after five wrong ones, also with the right one and at the same moment', async () => {
    const { began, code } = await asked()
    const wrong = await Promise.allSettled(Array.from({ length: 12 }, () => use(began, other(code))))
    const codes = wrong.map((each) => (each.status === 'rejected' ? each.reason.code : ''))
    expect(codes.filter((each) => each === 'validation_failed')).toHaveLength(5)
    await expectCode(use(began, code), 'code_expired')
  })

  it('A220 gives two tries at the same moment one session', async () => {
    const { began, code } = await asked()
    const both = await Promise.allSettled([use(began, code), use(began, code)])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('A210 is over after ten minutes', async () => {
    const { began, code } = await asked()
    await asOwner(`update sign_in_codes set expires_at = now() where id = $1`, [began.id])
    await expectCode(use(began, code), 'code_expired')
  })

  it('A150 is over when all sessions of its person end', async () => {
    const user = await createUser()
    const { began, code } = await asked(user.email)
    await withIdentity((db) => endSessionsOf(db, user.id))
    await expectCode(use(began, code), 'code_expired')
  })

  it('is stored as a keyed hash only', async () => {
    const { began, code } = await asked()
    const [row] = await asOwner<{ row: string }>('select sign_in_codes::text as row from sign_in_codes where id = $1', [
      began.id,
    ])
    expect(row!.row).not.toContain(code)
  })

  it('A220 keeps the budget of an address over new codes, but not against its person', async () => {
    const { email, began: first, code: firstCode } = await asked()
    const [user] = await asOwner<{ id: string }>('select id from users where email = $1', [email])
    const { left } = await quotaOf('code_failures_by_address', email)
    let began = first
    let code = firstCode
    for (let tries = 0; tries < left; tries++) {
      if (tries % 5 === 0) ({ began, code } = await asked(email))
      await expectCode(use(began, other(code)), 'validation_failed')
    }
    ;({ began, code } = await asked(email))
    await expectCode(use(began, code), 'rate_limited')
    const known = somewhere()
    known.set('cookie', `${deviceCookie().name}=${sealDevice(user!.id, null)}`)
    expect((await use(began, code, known)).userId).toBe(user!.id)
  })

  it('A220 has a budget for all browsers of its person together, one of which may have been a stranger’s', async () => {
    const { began, code, email } = await asked()
    const [user] = await asOwner<{ id: string }>('select id from users where email = $1', [email])
    await consume('code_failures_by_person', user!.id, limitOf('code_failures_by_person'))
    const known = somewhere()
    known.set('cookie', `${deviceCookie().name}=${sealDevice(user!.id, null)}`)
    await expectCode(use(began, code, known), 'rate_limited')
    expect((await use(began, code)).userId).toBe(user!.id)
  })
})

describe('A200 an address without an account', () => {
  it('gets the same answer, one mail, and a code that nothing fits', async () => {
    const email = uniqueEmail()
    const began = await requestSignInCode(email, somewhere())
    expect(began).toEqual({ id: expect.stringMatching(/^code_/), email })
    expect((await mailsTo(email)).map(({ subject }) => subject)).toEqual([expect.stringMatching(/^There is no/)])
    for (let tries = 0; tries < 5; tries++) await expectCode(use(began, '000000'), 'validation_failed')
    await expectCode(use(began, '000000'), 'code_expired')
  })

  it('is refused by the same limits', async () => {
    const email = uniqueEmail()
    const { left } = await quotaOf('code_failures_by_address', email)
    let began: CodeRequest | undefined
    for (let tries = 0; tries < left; tries++) {
      if (tries % 5 === 0) began = await requestSignInCode(email, somewhere())
      await expectCode(use(began!, '000000'), 'validation_failed')
    }
    began = await requestSignInCode(email, somewhere())
    await expectCode(use(began, '000000'), 'rate_limited')
  })

  it('gets no more mails than one with an account, and the answer does not show it', async () => {
    const known = (await createUser()).email
    for (const email of [known, uniqueEmail()]) {
      const headers = somewhere()
      for (let round = 0; round < 8; round++)
        expect(await requestSignInCode(email, headers)).toEqual({ id: expect.any(String), email })
      expect(await mailsTo(email)).toHaveLength(5)
    }
  })

  it('is not offered an account that it may not have', async () => {
    Object.assign(getEnv(), { SIGN_UP: 'invited' })
    try {
      const [unknown, unproven] = [uniqueEmail(), (await createUser({ verified: false })).email]
      for (const email of [unknown, unproven]) {
        await requestSignInCode(email, somewhere())
        const [mail] = await mailsTo(email)
        expect(mail!.subject).toMatch(/^There is no/)
        expect(mail!.text).not.toContain('/sign-up')
      }
    } finally {
      Object.assign(getEnv(), { SIGN_UP: 'open' })
    }
  })
})

describe('A216 A219 a code for an address with which another person signed up', () => {
  it('voids what was chosen in the sign-up', async () => {
    const { email } = await signedUp({ name: 'Thief' })
    const theirs = await trySignIn(email)
    const { began, code } = await asked(email)
    const { userId } = await use(began, code)
    expect(await asOwner('select id, name, password_hash from users where email = $1', [email])).toEqual([
      { id: userId, name: email.split('@')[0], password_hash: null },
    ])
    expect(await asOwner('select from sessions where id = $1', [theirs.sessionId])).toEqual([])
    await expectCode(trySignIn(email, password), 'invalid_credentials')
  })
})
