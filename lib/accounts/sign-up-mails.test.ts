// The mails of a sign-up once more.
import { describe, expect, it } from 'vitest'
import { POST as verifyRoute } from '@/app/api/verify-email/route'
import { asOwner, createUser, expectCode, uniqueEmail } from '@/lib/testing/fixtures'
import { fromSomewhere, mailsTo, password, post, trySignIn } from '@/lib/testing/sign-ups'
import type { CodeRequest } from './codes'
import { signUp } from './commands'
import { signInByCode } from './sign-in-codes'
import { resendSignUp } from './sign-up-mails'

const somewhere = () => new Headers(fromSomewhere())

const begin = (email = uniqueEmail()) => signUp({ name: 'Jo', email, password }, somewhere())

const again = (began: CodeRequest | null, headers = somewhere()) => resendSignUp(began, headers)

async function newestCode(email: string): Promise<string> {
  const [newest] = await mailsTo(email)
  return /^(\d{6})$/m.exec(newest!.text)![1]!
}

describe('the mail of a sign-up, sent again', () => {
  it('has a new code, and the same link for its whole time', async () => {
    const began = await begin()
    const first = await newestCode(began.email)
    await asOwner(
      `update email_tokens set expires_at = now() + interval '1 minute'
       where user_id = (select id from users where email = $1)`,
      [began.email],
    )
    const renewed = await again(began)
    expect(await mailsTo(began.email)).toHaveLength(2)
    expect((await mailsTo(began.email))[0]!.text).toContain(began.link)
    const code = await newestCode(began.email)
    if (code !== first) await expectCode(signInByCode(renewed, first, somewhere()), 'validation_failed')
    const [link] = await asOwner(
      `select expires_at > now() + interval '23 hours' as whole from email_tokens
       where user_id = (select id from users where email = $1)`,
      [began.email],
    )
    expect(link).toEqual({ whole: true })
    await signInByCode(renewed, code, somewhere())
  })

  it('leaves the link of the first mail working', async () => {
    const began = await begin()
    await again(began)
    expect((await post(verifyRoute, { token: began.link, password })).status).toBe(200)
    await trySignIn(began.email)
  })

  it('A198 says of an address with an account what the first mail said, and leaves as much in the browser', async () => {
    const { email } = await createUser()
    const renewed = await again(await begin(email))
    expect((await mailsTo(email)).map(({ subject }) => subject)).toEqual(
      Array(2).fill(expect.stringContaining('already have')),
    )
    const fresh = await again(await begin())
    const shape = ({ id, link, ...rest }: CodeRequest) => [id.length, link?.length, Object.keys(rest)]
    expect(shape(renewed)).toEqual(shape(fresh))
    await expectCode(signInByCode(renewed, '123456', somewhere()), 'validation_failed')
  })

  it('of one person does not carry the sign-up of another with the same address', async () => {
    const stranger = await begin()
    const owner = await begin(stranger.email)
    await again(owner)
    const [newest] = await mailsTo(owner.email)
    expect([newest!.text.includes(owner.link!), newest!.text.includes(stranger.link!)]).toEqual([true, false])
  })

  it('is not written for a link that has expired', async () => {
    const began = await begin()
    await asOwner(
      `update email_tokens set expires_at = now() where user_id = (select id from users where email = $1)`,
      [began.email],
    )
    await again(began)
    expect(await mailsTo(began.email)).toHaveLength(1)
  })

  it('A206 counts as the sign-up does, without saying so, and changes nothing when the limit is reached', async () => {
    const began = await begin()
    const headers = somewhere()
    let kept: CodeRequest = began
    for (let i = 0; i < 8; i++) kept = await again(kept, headers)
    expect(await mailsTo(began.email)).toHaveLength(6)
    await signInByCode(kept, await newestCode(began.email), somewhere())
  })

  it('needs the browser of a sign-up', async () => {
    await expectCode(again(null), 'code_expired')
    const { id, email } = await begin()
    await expectCode(again({ id, email }), 'code_expired')
    expect(await mailsTo(email)).toHaveLength(1)
  })
})
