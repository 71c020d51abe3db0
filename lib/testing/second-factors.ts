// Accounts with second factors, for tests: an authenticator app, and a device that makes passkeys in software.
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'
import { TOTP } from 'otpauth'
import { afterAll, beforeAll, vi } from 'vitest'
import { confirmAuthenticator, findAuthenticatorKey, startAuthenticator } from '@/lib/accounts/authenticator'
import { addPasskey, openPasskeyOptions } from '@/lib/accounts/passkeys'
import type { ChallengePurpose } from '@/lib/auth/challenges'
import type { UserContext } from '@/lib/db/session'
import { getEnv } from '@/lib/env'

/** Stops the clock of the process in the middle of an app's half minute, so that no test runs across its end. */
export function pinClock(): void {
  beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], now: Math.floor(Date.now() / 30_000) * 30_000 + 15_000 }))
  afterAll(() => void vi.useRealTimers())
}

/** The code that an app shows `steps` half minutes from now. Each works once, so a test takes a later one each time. */
export const codeOf = (secret: string, steps = 0): string =>
  new TOTP({ secret, digits: 6, period: 30, algorithm: 'SHA1' }).generate({ timestamp: Date.now() + steps * 30_000 })

/** What a browser does with an answer that replaces its cookie. */
export const keepCookie = (ctx: UserContext, kept: UserContext): void => void (ctx.cookieVersion = kept.cookieVersion)

/**
 * Sets up an app, with the code of the step before this one unless told otherwise. A test that does not stop the clock
 * takes 0: that code is still good when the next half minute begins. Out: its secret, and the recovery codes if it is the first factor.
 */
export async function setUpApp(ctx: UserContext, steps = -1): Promise<{ secret: string; codes: string[] | null }> {
  await startAuthenticator(ctx)
  const { secret } = (await findAuthenticatorKey(ctx))!
  const { codes, kept } = await confirmAuthenticator(ctx, codeOf(secret, steps))
  keepCookie(ctx, kept)
  return { secret, codes }
}

type Bend = { origin?: string; rpId?: string; isVerified?: boolean; counter?: number; challenge?: string }

const flags = { present: 0x01, verified: 0x04, eligible: 0x08, backedUp: 0x10, attested: 0x40 }

/** A device with one passkey. `isSynced`: as a provider copies it. */
export class Device {
  readonly id = randomBytes(32)
  private readonly keys: { privateKey: KeyObject; publicKey: KeyObject } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
  })
  private count = 0

  constructor(private readonly isSynced = false) {}

  /** What `navigator.credentials.create` answers. */
  create(challenge: string, bend: Bend = {}) {
    const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, this.id.length]), this.id, this.coseKey()])
    const authData = Buffer.concat([this.authenticatorData(flags.attested, bend), attested])
    const attestationObject = isoCBOR.encode(
      new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', new Uint8Array(authData)],
      ]) as never,
    )
    const clientDataJSON = clientData('webauthn.create', challenge, bend)
    return this.answer({ clientDataJSON, attestationObject: base64url(attestationObject), transports: ['internal'] })
  }

  /** What `navigator.credentials.get` answers. */
  get(challenge: string, bend: Bend = {}) {
    this.count = bend.counter ?? this.count + 1
    const authData = this.authenticatorData(0, bend)
    const clientDataJSON = clientData('webauthn.get', challenge, bend)
    const hash = createHash('sha256').update(Buffer.from(clientDataJSON, 'base64url')).digest()
    const signature = sign('sha256', Buffer.concat([authData, hash]), this.keys.privateKey)
    return this.answer({ clientDataJSON, authenticatorData: base64url(authData), signature: base64url(signature) })
  }

  private answer<Response extends object>(response: Response) {
    const id = base64url(this.id)
    return { id, rawId: id, type: 'public-key' as const, response, clientExtensionResults: {} }
  }

  private authenticatorData(more: number, { rpId, isVerified = true }: Bend): Buffer {
    const synced = this.isSynced ? flags.eligible | flags.backedUp : 0
    const set = flags.present | (isVerified ? flags.verified : 0) | synced | more
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.count)
    const hash = createHash('sha256')
      .update(rpId ?? new URL(getEnv().APP_URL).hostname)
      .digest()
    return Buffer.concat([hash, Buffer.from([set]), counter])
  }

  private coseKey(): Buffer {
    const { x, y } = this.keys.publicKey.export({ format: 'jwk' }) as { x: string; y: string }
    const [X, Y] = [x, y].map((part) => new Uint8Array(Buffer.from(part, 'base64url')))
    const key = new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, X],
      [-3, Y],
    ])
    return Buffer.from(isoCBOR.encode(key as never))
  }
}

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

const clientData = (type: string, challenge: string, bend: Bend): string =>
  Buffer.from(
    JSON.stringify({ type, challenge: bend.challenge ?? challenge, origin: bend.origin ?? getEnv().APP_URL }),
  ).toString('base64url')

/** Asks for a challenge. Out: it, and headers of the browser that got it. `sent`: what else the browser sends. */
export async function challengeFor(
  purpose: ChallengePurpose,
  ctx: UserContext | null = null,
  sent: Record<string, string> = {},
): Promise<{ challenge: string; headers: Headers }> {
  const { options, setCookie } = await openPasskeyOptions(purpose, ctx, new Headers(sent))
  const cookie = [sent.cookie, setCookie.split(';')[0]].filter(Boolean).join('; ')
  return { challenge: options.challenge, headers: new Headers({ ...sent, cookie }) }
}

/** Adds a passkey of a new device. Out: the device, and the recovery codes if it is the first factor. */
export async function setUpPasskey(ctx: UserContext, device = new Device()) {
  const { challenge, headers } = await challengeFor('register', ctx)
  const passkey = device.create(challenge) as never
  const { codes, kept } = await addPasskey(ctx, { name: 'My device', passkey }, headers)
  keepCookie(ctx, kept)
  return { device, codes }
}
