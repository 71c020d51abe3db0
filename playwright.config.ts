import os from 'node:os'
import path from 'node:path'
import { defineConfig, devices } from '@playwright/test'

const port = Number(process.env.E2E_PORT ?? 4317)
// A separate data folder, so that the journeys start with freshly seeded demo data. The worker processes read this file, too, and
// get the folder that the first process chose.
export const dataDir = (process.env.E2E_DATA_DIR ??= path.join(os.tmpdir(), `e2e-${process.pid}`))
// The journeys of TENANCY_MODE=single have their own server.
const singlePort = port + 1
export const singleDataDir = `${dataDir}-single`
// The identity provider of providers.spec.ts.
const providerPort = port + 2
const providerEnv = {
  AUTH_OIDC_ISSUER: `http://127.0.0.1:${providerPort}`,
  AUTH_OIDC_ID: 'application',
  AUTH_OIDC_SECRET: 'a secret of the tests',
}
const singleTenancy = /single-tenancy\.spec\.ts/
// And so have those of SIGN_UP_PROOF_OF_WORK=on.
const workPort = port + 3
const proofOfWork = /proof-of-work\.spec\.ts/

const server = (number: number, folder: string, options: string[], env: Record<string, string> = {}) => ({
  command: ['node scripts/demo.mjs', ...options].join(' '),
  url: `http://127.0.0.1:${number}/api/ready`,
  timeout: 300_000,
  gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 15_000 },
  env: {
    PORT: String(number),
    DATA_DIR: folder,
    // Empty means the embedded database, regardless of the shell's environment.
    DATABASE_URL: '',
    RATE_LIMIT_SCALE: '1000',
    LOG_LEVEL: 'warn',
    ...env,
  },
})

export default defineConfig({
  testDir: 'e2e',
  snapshotPathTemplate: '{testDir}/visual/{arg}{ext}',
  fullyParallel: true,
  workers: 2,
  // No retries, because a test that passes only at the second attempt is a failure.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Long enough that only a hanging test reaches it, because a busy machine must not make tests fail.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  use: {
    ...devices['Desktop Chrome'],
    baseURL: `http://localhost:${port}`,
    trace: 'retain-on-failure',
    // A browser without a graphics card draws a spinner with the processor, at the cost of what it waits for.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  projects: [
    { name: 'multiple', testIgnore: [singleTenancy, proofOfWork] },
    { name: 'single', testMatch: singleTenancy, use: { baseURL: `http://localhost:${singlePort}` } },
    { name: 'proof of work', testMatch: proofOfWork, use: { baseURL: `http://localhost:${workPort}` } },
  ],
  // Playwright starts them one after the other, so the second one uses the build of the first.
  webServer: [
    {
      command: 'node e2e/identity-provider.mjs',
      url: `http://127.0.0.1:${providerPort}/.well-known/openid-configuration`,
      env: { PORT: String(providerPort), REDIRECT_URI: `http://localhost:${port}/api/auth/callback/oidc` },
    },
    server(port, dataDir, ['--members', '10000'], providerEnv),
    server(singlePort, singleDataDir, [], { TENANCY_MODE: 'single' }),
    server(workPort, `${dataDir}-work`, [], { SIGN_UP_PROOF_OF_WORK: 'on' }),
  ],
})
