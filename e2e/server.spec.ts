// The server itself (scripts/server), without the commands that start it.
import { spawn } from 'node:child_process'
import { expect, test } from './fixtures'

test('a server whose settings are wrong ends at once, with one message', async () => {
  const env = { ...process.env, NODE_ENV: 'production', APP_MODE: 'production', AUTH_SECRET: 'short' } as const
  const given = { ...env, DATABASE_URL: 'mysql://x', DATABASE_IDENTITY_URL: '', LOG_LEVEL: 'loud' }
  const server = spawn(process.execPath, ['scripts/server/serve.mjs', '127.0.0.1', '0'], { env: given })
  let said = ''
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (text: Buffer) => (said += text))
  const late = setTimeout(() => server.kill('SIGKILL'), 60_000)
  const status = await new Promise((resolve) => server.once('exit', (code, signal) => resolve(code ?? signal)))
  clearTimeout(late)
  expect(status).toBe(1)
  expect(said.match(/The environment is wrong or incomplete:/g)).toHaveLength(1)
  for (const name of ['DATABASE_URL', 'AUTH_SECRET', 'LOG_LEVEL']) expect(said).toContain(`\n  ${name} `)
  expect(said).not.toContain('    at ')
})
