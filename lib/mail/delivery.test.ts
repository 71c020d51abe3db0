import type { AddressInfo } from 'node:net'
import net from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withIdentity } from '@/lib/db/with-identity'
import { getEnv } from '@/lib/env'
import { invite } from '@/lib/invitations/send'
import { asOwner, createMember, uniqueEmail } from '@/lib/testing'
import { deliverDue, smtpSender, type Send } from './delivery'
import { enqueueEmail } from './outbox'

type Received = { to: string[]; content: string }
const closing: (() => unknown)[] = []

// What other tests have left in the outbox is not for these servers.
beforeEach(() => asOwner(`update emails set status = 'sent' where status = 'queued'`))

afterEach(async () => {
  Object.assign(getEnv(), { SMTP_URL: undefined })
  for (const close of closing.splice(0)) await close()
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
const deliver = async (send = smtpSender()!) => {
  while ((await deliverDue(send)) > 0);
}

const useServer = (port: number) => Object.assign(getEnv(), { SMTP_URL: `smtp://127.0.0.1:${port}` })

async function listen(onConnection: (socket: net.Socket) => void): Promise<number> {
  const sockets: net.Socket[] = []
  const server = net.createServer((socket) => {
    sockets.push(socket.on('error', () => {}))
    onConnection(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** The attempts at some mails lie `seconds` further in the past. */
const wait = (emails: string[], seconds: number) =>
  asOwner(`update emails set next_attempt_at = next_attempt_at - make_interval(secs => $2) where "to" = any($1)`, [
    emails,
    seconds,
  ])

const rowsOf = (emails: string[]) =>
  asOwner<{ to: string; status: string; attempts: number; subject: string }>(
    `select "to", status, attempts, subject from emails where "to" = any($1) order by "to"`,
    [emails],
  )

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
    await Promise.all(Array.from({ length: 4 }, () => deliver()))
    expect(received.filter((one) => to.includes(one.to[0]!))).toHaveLength(12)
  })
})

describe('a mail server that is down for ten minutes', () => {
  it('A338 loses nothing, delays no request and gets every mail once', async () => {
    useServer(1)
    const { ctx } = await createMember('owner')
    const emails: string[] = []
    const started = performance.now()
    let requestMs = 0
    for (let second = 0; second <= 600; second += 15) {
      if (second % 150 === 0) {
        const email = uniqueEmail()
        const before = performance.now()
        await invite(ctx, { email, role: 'viewer' })
        requestMs = Math.max(requestMs, performance.now() - before)
        emails.push(email)
      }
      await deliver()
      await wait(emails, 15)
    }
    expect(requestMs).toBeLessThan(2_000)
    const during = await rowsOf(emails)
    expect(during).toHaveLength(emails.length)
    expect(during.every(({ status }) => status === 'queued')).toBe(true)
    // The pauses grow: the first mail was not tried forty times.
    expect(Math.max(...during.map(({ attempts }) => attempts))).toBeLessThan(10)
    expect(performance.now() - started).toBeLessThan(20_000)

    const delivered: string[] = []
    const back: Send = async ({ to }) => void delivered.push(to)
    await wait(emails, 30 * 60)
    await Promise.all([deliver(back), deliver(back)])
    await deliver(back)
    expect(delivered.filter((to) => emails.includes(to)).sort()).toEqual([...emails].sort())
    expect((await rowsOf(emails)).every(({ status }) => status === 'sent')).toBe(true)
  })
})

const impatient = { connectionTimeout: 200, greetingTimeout: 200, socketTimeout: 400 }

describe('a mail server that does not answer', () => {
  it('A338 is given up after its timeout, and its mail is kept', async () => {
    // It takes the connection and never says a word: the time that a greeting may take is over at once.
    const port = await listen(() => {})
    useServer(port)
    const { ctx } = await createMember('owner')
    const email = uniqueEmail()
    await invite(ctx, { email, role: 'viewer' })
    await wait([email], 3600)
    const started = performance.now()
    // Meanwhile requests go on.
    const delivering = deliverDue(smtpSender(impatient)!)
    await invite(ctx, { email: uniqueEmail(), role: 'viewer' })
    await delivering
    expect(performance.now() - started).toBeLessThan(10_000)
    const [row] = await rowsOf([email])
    expect(row).toMatchObject({ status: 'queued', attempts: 1 })
  })

  it('A338 is given up when it falls silent in the middle of a mail', async () => {
    const port = await listen((socket) => {
      socket.write('220 here\r\n')
      socket.on('data', (data) => {
        if (/^(EHLO|MAIL)/i.test(data.toString())) socket.write('250 ok\r\n')
      })
    })
    useServer(port)
    const { ctx } = await createMember('owner')
    const email = uniqueEmail()
    await invite(ctx, { email, role: 'viewer' })
    await wait([email], 3600)
    await deliverDue(smtpSender(impatient)!)
    expect((await rowsOf([email]))[0]).toMatchObject({ status: 'queued', attempts: 1 })
  })
})

function refuse(responseCode: number, message: string) {
  return (_address: unknown, _session: unknown, done: (error: Error) => void) =>
    done(Object.assign(new Error(message), { responseCode }))
}
