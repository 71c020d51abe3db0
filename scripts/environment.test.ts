import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import { createEnvFile, validate } from './environment.mjs'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'env-'))
const file = path.join(folder, '.env.local')
afterAll(() => fs.rmSync(folder, { recursive: true }))

it('creates a secret if there is no file, and never touches an existing file', async () => {
  vi.stubEnv('AUTH_SECRET', '')
  await createEnvFile(file)
  const made = fs.readFileSync(file, 'utf8')
  expect(made).toMatch(/^# .+\nAUTH_SECRET=[\w+/]{44}\n$/)
  fs.writeFileSync(file, '# mine\n')
  await createEnvFile(file)
  expect(fs.readFileSync(file, 'utf8')).toBe('# mine\n')
  vi.unstubAllEnvs()
})

it('creates no secret when one is set in the environment', async () => {
  await createEnvFile(path.join(folder, 'none'))
  expect(fs.existsSync(path.join(folder, 'none'))).toBe(false)
})

it('reports one line for every invalid variable', async () => {
  const asked = validate({ APP_MODE: 'demo', AUTH_SECRET: 'x'.repeat(32), PORT: '0', LOG_LEVEL: 'loud' })
  await expect(asked).rejects.toThrow(/^The environment is wrong or incomplete:\n {2}PORT .+\n {2}LOG_LEVEL .+$/)
})
