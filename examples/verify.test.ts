import { execFile } from 'node:child_process'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { issueOrgToken } from '@/lib/org-token/issue'
import { keyring } from '@/lib/org-token/keys'
import { createMember } from '@/lib/testing/fixtures'

const run = promisify(execFile)
// A foreign backend sees only this of the application: the key set, under an issuer with its own URL.
const server = http.createServer((_request, response) => {
  void keyring().then(({ jwks }) => response.setHeader('content-type', 'application/json').end(JSON.stringify(jwks)))
})
let issuer = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

const verify = (...parameters: string[]) =>
  run(process.execPath, ['examples/verify.mjs', ...parameters]).then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    (error: { code: number; stderr: string }) => ({ code: error.code, output: error.stderr }),
  )

describe('examples/verify.mjs', () => {
  it('verifies a token offline and refuses invalid ones', async () => {
    const { getEnv } = await import('@/lib/env')
    const env = getEnv()
    const original = env.APP_URL
    const { ctx, org } = await createMember('admin')
    Object.assign(env, { APP_URL: issuer, ORG_TOKEN_AUDIENCES: [issuer] })
    const { access_token } = await issueOrgToken(ctx)
    Object.assign(env, { APP_URL: original, ORG_TOKEN_AUDIENCES: [original] })
    const good = await verify(issuer, access_token)
    expect(good.code).toBe(0)
    expect(JSON.parse(good.output)).toMatchObject({ org_id: org.id, org_role: 'admin' })
    const [header, payload, signature] = access_token.split('.') as [string, string, string]
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const raised = Buffer.from(JSON.stringify({ ...claims, org_role: 'owner' })).toString('base64url')
    expect(await verify(issuer, `${header}.${raised}.${signature}`)).toEqual({
      code: 1,
      output: 'Refused: ERR_JWS_SIGNATURE_VERIFICATION_FAILED\n',
    })
    expect(await verify(issuer, access_token, 'https://other.example')).toEqual({
      code: 1,
      output: 'Refused: ERR_JWT_CLAIM_VALIDATION_FAILED (aud: check_failed)\n',
    })
    expect((await verify(issuer)).code).toBe(2)
  })

  it('does not call a token refused whose keys cannot be fetched', async () => {
    const broken = http.createServer((_request, response) => response.writeHead(500).end())
    await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve))
    const brokenIssuer = `http://127.0.0.1:${(broken.address() as AddressInfo).port}`
    const token = `${Buffer.from('{"alg":"ES256","typ":"at+jwt","kid":"k"}').toString('base64url')}.e30.AAAA`
    const failed = await verify(brokenIssuer, token)
    await new Promise((resolve) => broken.close(resolve))
    expect(failed).toEqual({ code: 3, output: expect.stringContaining('Cannot verify now: Expected 200 OK') })
    expect(await verify(brokenIssuer, token)).toEqual({
      code: 3,
      output: expect.stringContaining('Cannot verify now: connect ECONNREFUSED'),
    })
  })
})
