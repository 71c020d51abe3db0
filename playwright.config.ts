import os from 'node:os'
import path from 'node:path'
import { defineConfig, devices } from '@playwright/test'

const port = Number(process.env.E2E_PORT ?? 4317)
// A data folder of its own, so that the journeys begin with the demo as it is seeded.
// The processes that run the tests read this file, too: they take the folder that the first one chose.
const dataDir = (process.env.E2E_DATA_DIR ??= path.join(os.tmpdir(), `e2e-${process.pid}`))
// The journeys of the other tenancy mode have a server of their own.
const singlePort = port + 1
export const singleDataDir = `${dataDir}-single`
const singleTenancy = /single-tenancy\.spec\.ts/

const server = (number: number, folder: string, options: string[], env: Record<string, string> = {}) => ({
  command: ['node scripts/demo.mjs', ...options].join(' '),
  url: `http://127.0.0.1:${number}/api/ready`,
  timeout: 300_000,
  gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 15_000 },
  env: {
    PORT: String(number),
    DATA_DIR: folder,
    // Empty: the embedded database, whatever this shell works with.
    DATABASE_URL: '',
    RATE_LIMIT_SCALE: '1000',
    LOG_LEVEL: 'warn',
    ...env,
  },
})

export default defineConfig({
  testDir: 'e2e',
  fullyParallel: true,
  workers: 2,
  // A test that passes at the second attempt has failed.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Only what hangs takes as long: a test must not fail because the machine is busy.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    ...devices['Desktop Chrome'],
    baseURL: `http://localhost:${port}`,
    trace: 'retain-on-failure',
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
    { name: 'multiple', testIgnore: singleTenancy },
    { name: 'single', testMatch: singleTenancy, use: { baseURL: `http://localhost:${singlePort}` } },
  ],
  // One after the other: the second finds the build of the first.
  webServer: [
    server(port, dataDir, ['--members', '10000']),
    server(singlePort, singleDataDir, [], { TENANCY_MODE: 'single' }),
  ],
})
