// What a browser sends when it makes a passkey: a device signs it, and still it may be anything.
import { randomBytes } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'
import { describe, expect, it } from 'vitest'
import { newPasskeySchema } from '@/lib/auth/passkeys'
import { parse } from '@/lib/requests/input'
import { asOwner, createSession, createUser, expectCode } from '@/lib/testing/fixtures'
import { challengeFor, Device } from '@/lib/testing/second-factors'
import { addPasskey } from './passkeys'

type Created = ReturnType<Device['create']>

/** A device whose passkey has an id of so many bytes, and what writes the length of that id in full. */
const withId = (bytes: number) =>
  [Object.assign(new Device(), { id: randomBytes(bytes) }), (created: Created) => writeLength(created, bytes)] as const

// A device of the tests writes one byte. The length follows 37 bytes of data and 16 of the model (WebAuthn, section 6.5.1).
function writeLength({ response, ...created }: Created, bytes: number): Created {
  const attestation = isoCBOR.decodeFirst<Map<string, Uint8Array>>(
    new Uint8Array(Buffer.from(response.attestationObject, 'base64url')),
  )
  const authData = Buffer.from(attestation.get('authData')!)
  authData.writeUInt16BE(bytes, 37 + 16)
  attestation.set('authData', new Uint8Array(authData))
  const attestationObject = Buffer.from(isoCBOR.encode(attestation as never)).toString('base64url')
  return { ...created, response: { ...response, attestationObject } }
}

/** Adds a passkey as the form does, after `bend`. Out: what was stored of it. */
async function add(device: Device, bend: (created: Created) => object = (created) => created) {
  const { id } = await createUser()
  const session = await createSession(id)
  const { challenge, headers } = await challengeFor('register', session)
  const sent = bend(device.create(challenge))
  await addPasskey(session, { name: 'x', passkey: parse(newPasskeySchema, sent) }, headers)
  const [row] = await asOwner<{ bytes: number; transports: string[] }>(
    'select length(credential_id) * 3 / 4 as bytes, transports from passkeys where user_id = $1',
    [id],
  )
  return row!
}

const withTransports = (transports: unknown) => (created: Created) => ({
  ...created,
  response: { ...created.response, transports },
})

describe('the id of a new passkey', () => {
  it('has 1,023 bytes at most', async () => {
    expect((await add(...withId(1023))).bytes).toBe(1023)
    for (const bytes of [1024, 2600, 4000]) await expectCode(add(...withId(bytes)), 'validation_failed')
  })

  it('is the one that the device signed, however short the other', async () => {
    for (const bytes of [32, 4000]) {
      const [device, write] = withId(bytes)
      const id = randomBytes(32).toString('base64url')
      await expectCode(
        add(device, (created) => ({ ...write(created), id, rawId: id })),
        'invalid_credentials',
      )
    }
  })
})

describe('the transports of a new passkey', () => {
  it('are refused unless they are a short list of texts', async () => {
    for (const transports of [5, 'internal', { 0: 'usb' }, [{ a: 1 }], [null], [['usb']], Array(3000).fill('usb')])
      await expectCode(add(new Device(), withTransports(transports)), 'validation_failed')
  })

  it('A250 are stored once each if they are known, and left out otherwise', async () => {
    for (const [sent, stored] of [
      [
        ['usb', 'hybrid', 'usb'],
        ['usb', 'hybrid'],
      ],
      [['telepathy', 'internal', '<script>', '\u0000', 'x'.repeat(5000)], ['internal']],
      [['\u0000'], []],
      [[], []],
      [undefined, []],
    ])
      expect((await add(new Device(), withTransports(sent))).transports).toEqual(stored)
  })
})
