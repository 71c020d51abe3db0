// A worker takes every waiting mail, so this file has its own database: the mails of other tests stay as they are.
import type { AddressInfo } from 'node:net'
import net from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterAll, afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { setup as Setup } from '../../scripts/test-database.mjs'
import { withIdentity } from '@/lib/db/with-identity'
import { getEnv } from '@/lib/env'
import { withOrg, type OrgDb } from '@/lib/db/with-org'
import { acceptMyInvitation, declineMyInvitation } from '@/lib/invitations/answer'
import { copyInvitationLink, resendInvitation, revokeInvitation } from '@/lib/invitations/commands'
import { listInvitations } from '@/lib/invitations/queries'
import { invite } from '@/lib/invitations/send'
import { log } from '@/lib/log'
import { deleteOrganization, restoreOrganization } from '@/lib/organizations/deletion'
import { asOwner, createMember, createSession, createUser, expectNoGrant, uniqueEmail } from '@/lib/testing/fixtures'
import { deliverDue, smtpSender, type Send } from './delivery'
import { enqueueEmail, listCapturedEmails } from './outbox'

const stop = await vi.hoisted(async () => {
  const { setup } = (await import('../../scripts/test-database.mjs')) as { setup: typeof Setup }
  return setup()
})
afterAll(stop)

const mailTo = (to: string) => ({ id: 'mail_1', to, subject: 's', text: 't', html: 'h', attempts: 0, expired: false })

type Received = { to: string[]; content: string }
const closing: (() => unknown)[] = []
const connections: net.Socket[] = []

// A server must not receive what the previous test left in the outbox.
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
  server.server.on('connection', (socket: net.Socket) => connections.push(socket))
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

type Row = {
  id: string
  status: string
  attempts: number
  last_error: string | null
  text: string
  html: string
  waits: boolean
}

const stateOf = async (to: string): Promise<Row> =>
  (
    await asOwner<Row>(
      `select id, status, attempts, last_error, text, html, next_attempt_at > now() as waits from emails where "to" = $1`,
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

/** Moves the attempts at some mails `seconds` further into the past. */
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

const hangUp = () => {
  for (const socket of connections.splice(0)) socket.destroy()
}

describe('mail delivery', () => {
  it('A338 is never sent in the clear to a server beyond this machine', async () => {
    const received = await receive()
    const { email } = await createUser()
    const port = new URL(getEnv().SMTP_URL!).port
    const send = async () => smtpSender()!(mailTo(email))
    // Linux connects to this machine, but by this name it could be any.
    Object.assign(getEnv(), { SMTP_URL: `smtp://0.0.0.0:${port}` })
    await expect(send()).rejects.toMatchObject({ code: 'ETLS' })
    expect(received).toEqual([])
    Object.assign(getEnv(), { SMTP_URL: `smtp://localhost:${port}` })
    await send()
    expect(received).toHaveLength(1)
  })

  it('sends a mail as text and as HTML, and then deletes its text', async () => {
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
    ['refuses the connection', { onConnect: refuse(554, 'no service here') }],
    ['does not know the sender', { onMailFrom: refuse(550, 'who are you') }],
    ['refuses the recipient for now', { onRcptTo: refuse(451, 'try later') }],
    ['refuses the mail for now', { onData: refuseData(452, 'disk full') }],
    ['hangs up in the middle of the mail', { onData: (stream) => void stream.once('data', hangUp) }],
    ['wants another password', { authOptional: false, onAuth: refuse(535, 'wrong password') }, 'x:y@'],
  ] as [string, Partial<SMTPServerOptions>, string?][])(
    'A338 tries a mail again when the server %s, and says why',
    async (_what, options, credentials) => {
      await receive(options)
      const { SMTP_URL } = getEnv()
      if (credentials) Object.assign(getEnv(), { SMTP_URL: SMTP_URL!.replace('//', `//${credentials}`) })
      const to = await enqueue()
      await deliver()
      expect(await stateOf(to)).toMatchObject({
        status: 'queued',
        attempts: 1,
        waits: true,
        text: 'secret link',
        last_error: expect.stringMatching(/./),
      })
    },
  )

  it.each([
    ['recipient', { onRcptTo: refuse(550, 'no such person') }, /550 no such person/],
    ['mail', { onData: refuseData(554, 'this is spam') }, /554 this is spam/],
  ] as [string, Partial<SMTPServerOptions>, RegExp][])(
    'A338 gives a mail up when the server refuses the %s for good, says why and forgets what it said',
    async (_what, options, reason) => {
      await receive(options)
      const to = await enqueue()
      await deliver()
      const state = await stateOf(to)
      expect(state).toMatchObject({ status: 'failed', text: '', html: '', attempts: 1 })
      expect(state.last_error).toMatch(reason)
    },
  )

  it('gives up after two days and deletes the text', async () => {
    useServer(1)
    const to = await enqueue()
    await asOwner(`update emails set created_at = now() - interval '49 hours' where "to" = $1`, [to])
    await deliver()
    expect(await stateOf(to)).toMatchObject({ status: 'failed', text: '', html: '' })
  })

  it('logs no address when a mail server’s error names one', async () => {
    const lines: unknown[] = []
    vi.spyOn(log, 'warn').mockImplementation((...line: unknown[]) => void lines.push(line))
    await receive({
      onRcptTo: ({ address }, _session, done) =>
        done(Object.assign(new Error(`<${address}> is unknown`), { responseCode: 550 })),
    })
    const to = await enqueue()
    await deliver()
    vi.restoreAllMocks()
    expect((await stateOf(to)).last_error).toContain(to)
    expect(JSON.stringify(lines)).toContain('"code":550')
    expect(JSON.stringify(lines)).not.toContain(to)
  })

  it('A338 delivers after a server was down, slow or disconnected in the middle', async () => {
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

  it('A333 retries a mail under the same id when the process died before the result was stored', async () => {
    const received = await receive()
    const to = await enqueue()
    const send = smtpSender()!
    await expect(
      deliverDue(async (email) => {
        await send(email)
        throw new Error('killed')
      }),
    ).resolves.toBe(1)
    await dueAgain(to)
    await deliver()
    const ids = received
      .filter((one) => one.to.includes(to))
      .map(({ content }) => /Message-ID: (.*)/i.exec(content)![1])
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
  })

  const leaseOf = async (to: string) =>
    (
      await asOwner<{ seconds: number }>(
        `select extract(epoch from next_attempt_at - now())::float as seconds from emails where "to" = $1`,
        [to],
      )
    )[0]!.seconds

  it('A333 leaves the mails of a process that was killed to another within half a minute', async () => {
    const emails = [await enqueue(), await enqueue()]
    let leases: number[] = []
    await deliverDue(async () => {
      leases = await Promise.all(emails.map(leaseOf))
    })
    expect(Math.max(...leases)).toBeLessThanOrEqual(20)
  })

  it('keeps a mail as long as the server takes to accept it', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    onTestFinished(() => void vi.useRealTimers())
    const to = await enqueue()
    await deliverDue(async () => {
      await wait([to], 18)
      expect(await leaseOf(to)).toBeLessThan(3)
      vi.advanceTimersByTime(5_000)
      await expect.poll(() => leaseOf(to)).toBeGreaterThan(15)
    })
  })

  it('A333 does not send a mail that another process has claimed meanwhile', async () => {
    const emails = [await enqueue(), await enqueue()]
    const sent: string[] = []
    await deliverDue(async ({ to }) => {
      sent.push(to)
      // This process stood still for longer than its lease.
      await asOwner(`update emails set attempts = attempts + 1 where "to" = any($1)`, [emails])
    })
    expect(sent).toHaveLength(1)
  })

  it('gives each mail to one of several workers', async () => {
    const received = await receive()
    const to = await Promise.all(Array.from({ length: 12 }, enqueue))
    await Promise.all(Array.from({ length: 4 }, () => deliver()))
    expect(received.filter((one) => to.includes(one.to[0]!))).toHaveLength(12)
  })
})

describe('a mail server that is down for ten minutes', () => {
  it('A338 loses nothing, delays no request and receives every mail once', async () => {
    useServer(1)
    const { ctx } = await createMember('owner')
    const emails: string[] = []
    for (let second = 0; second <= 600; second += 15) {
      if (second % 150 === 0) {
        const email = uniqueEmail()
        await invite(ctx, { email, role: 'viewer' })
        // Requests do not attempt delivery; the worker does.
        expect(await rowsOf([email])).toMatchObject([{ status: 'queued', attempts: 0 }])
        emails.push(email)
      }
      await deliver()
      await wait(emails, 15)
    }
    const during = await rowsOf(emails)
    expect(during).toHaveLength(emails.length)
    expect(during.every(({ status }) => status === 'queued')).toBe(true)
    // The pauses grow: the first mail was not tried forty times.
    expect(Math.max(...during.map(({ attempts }) => attempts))).toBeLessThan(10)

    const delivered: string[] = []
    const back: Send = async ({ to }) => void delivered.push(to)
    await wait(emails, 30 * 60)
    await Promise.all([deliver(back), deliver(back)])
    await deliver(back)
    expect(delivered.filter((to) => emails.includes(to)).sort()).toEqual([...emails].sort())
    expect((await rowsOf(emails)).every(({ status }) => status === 'sent')).toBe(true)
  })
})

describe('a mail server that does not answer', () => {
  it('A338 is given up after ten seconds without a greeting, and its mail is kept', async () => {
    const order: string[] = []
    // Accepts the connection and stays silent.
    let arrive = () => {}
    const connected = new Promise<void>((resolve) => (arrive = resolve))
    useServer(await listen(() => arrive()))
    const { ctx } = await createMember('owner')
    const email = uniqueEmail()
    await invite(ctx, { email, role: 'viewer' })
    await wait([email], 3600)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const delivering = deliverDue(smtpSender()!).finally(() => order.push('given up'))
    await connected
    // Requests are answered meanwhile.
    await invite(ctx, { email: uniqueEmail(), role: 'viewer' })
    order.push('invited')
    vi.advanceTimersByTime(10_000)
    await delivering
    expect(order).toEqual(['invited', 'given up'])
    expect(await rowsOf([email])).toMatchObject([{ status: 'queued', attempts: 1 }])
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
    // The usual time limits except for silence: half a second stands in for half a minute.
    await deliverDue(smtpSender({ connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 500 })!)
    expect((await rowsOf([email]))[0]).toMatchObject({ status: 'queued', attempts: 1 })
  })
})

// A waiting mail is not sent after its link has ended, so that no mail carries an invalid link or a withdrawn offer.
const mailsTo = (email: string) =>
  asOwner<{ status: string; text: string; html: string }>(
    `select status, text, html from emails where "to" = $1 order by created_at, id`,
    [email],
  )
const calledOff = { status: 'canceled', text: '', html: '' }

/** Runs the worker. Out: which of the given addresses it mailed, and the subjects. */
async function delivered(emails: string[], during: (to: string) => Promise<unknown> = async () => {}) {
  const sent: { to: string; subject: string }[] = []
  // Deleting an organization also mails its owners.
  await deliver(async ({ to, subject }) => {
    if (!emails.includes(to)) return
    sent.push({ to, subject })
    await during(to)
  })
  return sent
}

async function pending() {
  const admin = await createMember('admin')
  const email = uniqueEmail()
  const { id } = await invite(admin.ctx, { email, role: 'viewer' })
  return { ...admin, email, id }
}

const invitedOf = async (email: string) => createSession((await createUser({ email })).id)

describe('a waiting mail', () => {
  it.each([
    ['revoked', ({ ctx, id }) => revokeInvitation(ctx, id)],
    ['handed over by hand', ({ ctx, id }) => copyInvitationLink(ctx, id)],
    ['accepted', async ({ email, id }) => acceptMyInvitation(await invitedOf(email), id)],
    ['declined', async ({ email, id }) => declineMyInvitation(await invitedOf(email), id)],
  ] as [string, (invitation: Awaited<ReturnType<typeof pending>>) => Promise<unknown>][])(
    'is not sent when its invitation was %s',
    async (_how, end) => {
      const invitation = await pending()
      await end(invitation)
      expect(await mailsTo(invitation.email)).toEqual([calledOff])
      expect(await delivered([invitation.email])).toEqual([])
      expect(await listCapturedEmails(invitation.email)).toEqual([])
    },
  )

  it('is replaced by the mail of a resent invitation', async () => {
    const { ctx, email, id } = await pending()
    await resendInvitation(ctx, id)
    const [old, anew] = await mailsTo(email)
    expect(old).toEqual(calledOff)
    expect(anew).toMatchObject({ status: 'queued', text: expect.stringContaining('/invitations/') })
    expect((await delivered([email])).map(({ to }) => to)).toEqual([email])
    // A sent mail keeps its status, whatever happens to the invitation.
    await revokeInvitation(ctx, id)
    expect((await mailsTo(email)).map(({ status }) => status)).toEqual(['canceled', 'sent'])
    const { data } = await listInvitations(ctx, { limit: 1 })
    expect(data[0]!.delivery).toMatchObject({ status: 'sent', attempts: 1 })
  })

  it('is not sent when its invitation ends while the worker sends earlier mails', async () => {
    const { ctx, email, id } = await pending()
    const other = await invite(ctx, { email: uniqueEmail(), role: 'viewer' })
    const sent = await delivered([email, other.email], (to) => revokeInvitation(ctx, to === email ? other.id : id))
    expect(sent).toHaveLength(1)
    expect(await mailsTo(sent[0]!.to === email ? other.email : email)).toEqual([calledOff])
  })
})

describe('the mails of a deleted organization', () => {
  it('are not sent, except those that inform its owners', async () => {
    const { ctx, org, user, session } = await createMember('owner')
    const email = uniqueEmail()
    const { id } = await invite(ctx, { email, role: 'viewer' })
    await deleteOrganization(ctx)
    expect(await mailsTo(email)).toEqual([calledOff])
    expect(await delivered([email, user.email])).toEqual([{ to: user.email, subject: `${org.name} was deleted` }])
    // After the restore the invitation is open again, but only resending it mails it.
    await restoreOrganization(session, org.id)
    expect(await delivered([email])).toEqual([])
    await resendInvitation(ctx, id)
    expect((await delivered([email])).map(({ to }) => to)).toEqual([email])
  })
})

describe('an organization', () => {
  it('cannot change its mails in the database, nor access those of another organization', async () => {
    const { ctx, email } = await pending()
    const other = await pending()
    const [row] = await asOwner<{ id: string }>(`select id from emails where "to" = $1`, [email])
    const [theirs] = await asOwner<{ id: string }>(`select id from emails where "to" = $1`, [other.email])
    const rewrite = (id: string) => (db: OrgDb) => db.$executeRaw`update emails set text = 'Pay here' where id = ${id}`
    const reroute = (db: OrgDb) => db.$executeRaw`update emails set "to" = 'thief@example.com' where id = ${row!.id}`
    await expectNoGrant(withOrg(ctx, 'org:read', rewrite(row!.id)), 'emails')
    await expectNoGrant(withOrg(ctx, 'org:read', reroute), 'emails')
    for (const id of [row!.id, theirs!.id]) {
      const cancel = (db: OrgDb) => db.$executeRaw`update emails set status = 'canceled' where id = ${id}`
      await expectNoGrant(withOrg(ctx, 'org:read', cancel), 'emails')
      const remove = (db: OrgDb) => db.$executeRaw`delete from emails where id = ${id}`
      await expectNoGrant(withOrg(ctx, 'org:read', remove), 'emails')
    }
    // It can read the status of its own mails, but neither text nor recipient.
    const states = (db: OrgDb) => db.$queryRaw<{ id: string }[]>`select id, status from emails`
    expect(await withOrg(ctx, 'org:read', states)).toEqual([{ id: row!.id, status: 'queued' }])
    for (const read of [
      (db: OrgDb) => db.$queryRaw`select text from emails`,
      (db: OrgDb) => db.$queryRaw`select "to" from emails`,
    ])
      await expectNoGrant(withOrg(ctx, 'org:read', read), 'emails')
    for (const address of [email, other.email]) expect((await mailsTo(address))[0]!.status).toBe('queued')
  })
})

function refuse(responseCode: number, message: string) {
  // The callback is the last argument of every command.
  return (...call: unknown[]) => (call.at(-1) as (error: Error) => void)(refusal(responseCode, message))
}

function refuseData(responseCode: number, message: string): SMTPServerOptions['onData'] {
  return (stream, _session, done) => void stream.resume().on('end', () => done(refusal(responseCode, message)))
}

function refusal(responseCode: number, message: string) {
  return Object.assign(new Error(message), { responseCode })
}
