import type { AddressInfo } from 'node:net'
import net from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import { withIdentity } from '@/lib/db/with-identity'
import { getEnv } from '@/lib/env'
import { asOwner, uniqueEmail } from '@/lib/testing'
import { deliverDue, smtpSender } from './delivery'
import { enqueueEmail } from './outbox'

type Received = { to: string[]; content: string }
const closing: (() => Promise<unknown>)[] = []

afterEach(async () => {
  Object.assign(getEnv(), { SMTP_URL: undefined })
  for (const close of closing.splice(0)) await close()
  await asOwner(`update emails set status = 'sent' where status = 'queued'`)
})

/** A real SMTP server on loopback. */
async function receive(options: Partial<SMTPServerOptions> = {}): Promise<Received[]> {
  const received: Received[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      let content = ''
      stream.on('data', (chunk: Buffer) => (content += chunk.toString()))
      stream.on('end', () => {
        received.push({ to: session.envelope.rcptTo.map(({ address }) => address), content })
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise((resolve) => server.close(() => resolve(undefined))))
  Object.assign(getEnv(), { SMTP_URL: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}` })
  return received
}

async function enqueue() {
  const to = uniqueEmail()
  await withIdentity((db) =>
    enqueueEmail(db, to, { subject: 'Hello', text: 'secret link', html: '<p>secret link</p>' }),
  )
  return to
}

type Row = { id: string; status: string; attempts: number; last_error: string | null; text: string; waits: boolean }
const stateOf = async (to: string): Promise<Row> =>
  (
    await asOwner<Row>(
      `select id, status, attempts, last_error, text, next_attempt_at > now() as waits from emails where "to" = $1`,
      [to],
    )
  )[0]!
const dueAgain = (to: string) => asOwner(`update emails set next_attempt_at = now() where "to" = $1`, [to])
const deliver = async () => {
  while ((await deliverDue(smtpSender()!)) > 0);
}

describe('delivery', () => {
  it('hands a mail to the server, as text and as HTML, and then forgets what it said', async () => {
    const received = await receive()
    const to = await enqueue()
    await deliver()
    const mail = received.find((one) => one.to.includes(to))!
    expect(mail.content).toContain('secret link')
    expect(mail.content).toContain('text/html')
    const state = await stateOf(to)
    expect(state).toMatchObject({ status: 'sent', attempts: 1, last_error: null, text: '' })
    expect(mail.content).toContain(`Message-ID: <${state.id}@localhost>`)
  })

  it.each([
    ['refuses for now', { onRcptTo: refuse(451, 'try later') }, 'queued'],
    ['refuses for good', { onRcptTo: refuse(550, 'no such person') }, 'failed'],
    [
      'refuses the connection',
      { onConnect: (_session: unknown, done: (error?: Error) => void) => done(new Error('busy')) },
      undefined,
    ],
  ] as const)('A338 keeps a mail that the server %s, and says why', async (_what, options, status) => {
    await receive(options as Partial<SMTPServerOptions>)
    const to = await enqueue()
    await deliver()
    const state = await stateOf(to)
    expect(state.status).toBe(status ?? state.status)
    expect(state.text).toBe('secret link')
    expect(state.last_error).toBeTruthy()
    if (state.status === 'queued') expect(state.waits).toBe(true)
  })

  it('A338 survives a server that is down, slow to answer or gone in the middle, and delivers when it is back', async () => {
    const dropping = net.createServer((socket) => void socket.write('220 here\r\n', () => socket.destroy()))
    await new Promise<void>((resolve) => dropping.listen(0, '127.0.0.1', resolve))
    closing.push(() => new Promise((resolve) => dropping.close(resolve)))
    const to = await enqueue()
    for (const port of [1, (dropping.address() as AddressInfo).port]) {
      Object.assign(getEnv(), { SMTP_URL: `smtp://127.0.0.1:${port}` })
      await dueAgain(to)
      await deliver()
      expect(await stateOf(to)).toMatchObject({ status: 'queued', waits: true })
    }
    const received = await receive()
    await dueAgain(to)
    await deliver()
    expect(received.filter((one) => one.to.includes(to))).toHaveLength(1)
    expect(await stateOf(to)).toMatchObject({ status: 'sent', attempts: 3 })
  })

  it('A333 tries a mail again, under the same id, when the process died before it knew', async () => {
    const received = await receive()
    const to = await enqueue()
    const send = smtpSender()!
    await expect(
      deliverDue(async (email) => {
        await send(email)
        throw new Error('killed')
      }),
    ).resolves.toBeGreaterThan(0)
    await dueAgain(to)
    await deliver()
    const ids = received
      .filter((one) => one.to.includes(to))
      .map(({ content }) => /Message-ID: (.*)/i.exec(content)![1])
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
  })

  it('gives one mail to one of several workers', async () => {
    const received = await receive()
    const to = await Promise.all(Array.from({ length: 12 }, enqueue))
    await Promise.all(Array.from({ length: 4 }, deliver))
    expect(received.filter((one) => to.includes(one.to[0]!))).toHaveLength(12)
  })
})

function refuse(responseCode: number, message: string) {
  return (_address: unknown, _session: unknown, done: (error: Error) => void) =>
    done(Object.assign(new Error(message), { responseCode }))
}
