// The mail server is away and comes back; a server is killed while it hands over a mail.
import { setTimeout as sleep } from 'node:timers/promises'
import { addressPrefix, createLedger, signIn } from '../client.mjs'
import { figure } from '../figures.mjs'
import { findPort } from '../../ports.mjs'
import { startServer } from '../server.mjs'

// Longer than the pause after the attempts of two minutes.
const patienceMs = 180_000

export async function mail({ database, isShort }) {
  const port = await findPort(55525)
  const env = { ...database, SMTP_URL: `smtp://127.0.0.1:${port}` }
  const server = await startServer(env)
  const ledger = createLedger(await signIn(server.url))
  for (let written = 0; written < (isShort ? 10 : 50); written++) await ledger.write(server.url)
  await sleep(isShort ? 4_000 : 120_000)
  const began = performance.now()
  const received = await receive(port)
  await untilAll(received, ledger)
  const seconds = (performance.now() - began) / 1000
  await sleep(3_000)
  const afterKill = await killInTheMiddle(env, server, received)
  await received.close()
  const counts = ledger.acknowledged.map((email) => received.timesTo(email))
  return [
    figure('mails', ledger.acknowledged.length),
    figure('never arrived', counts.filter((times) => times === 0).length, { most: 0 }),
    figure('arrived more than once', counts.filter((times) => times > 1).length, { most: 0 }),
    figure('all arrived after', Math.round(seconds), { unit: 's' }),
    figure('mail of a killed process arrived after', Math.round(afterKill), { unit: 's', most: 30, isSpeed: true }),
  ]
}

async function until(isTrue) {
  const end = Date.now() + patienceMs
  while (Date.now() < end && !isTrue()) await sleep(50)
}

const untilAll = (received, { acknowledged }) => until(() => acknowledged.every((email) => received.timesTo(email) > 0))

// Seconds from the kill until another process has sent the mail.
async function killInTheMiddle(env, server, received) {
  const ledger = createLedger(await signIn(server.url))
  received.hold()
  await ledger.write(server.url)
  await until(() => received.held() > 0)
  const other = await startServer(env)
  await server.kill('SIGKILL')
  const began = performance.now()
  received.release()
  await untilAll(received, ledger)
  const seconds = (performance.now() - began) / 1000
  await other.kill('SIGINT')
  return received.timesTo(ledger.acknowledged[0]) > 0 ? seconds : Infinity
}

/** A mail server. `hold` lets a mail of a ledger wait in the middle of its hand-over. */
async function receive(port) {
  const { SMTPServer } = await import('smtp-server')
  const times = new Map()
  let isHolding = false
  let held = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const [{ address }] = session.envelope.rcptTo
      stream.resume()
      stream.on('end', () => {
        // No other mail that is due: it would hold up the second server.
        if (isHolding && address.startsWith(addressPrefix)) return void held++
        times.set(address, (times.get(address) ?? 0) + 1)
        done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    timesTo: (address) => times.get(address) ?? 0,
    hold: () => (isHolding = true),
    held: () => held,
    release: () => (isHolding = false),
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}
