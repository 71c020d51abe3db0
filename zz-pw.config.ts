import { defineConfig, devices } from '@playwright/test'
export default defineConfig({
  testDir: '/tmp/w/wt/ui/e2e', outputDir: '/tmp/w/ui-pw-out', workers: 1, retries: 0, timeout: 90_000, expect: { timeout: 15_000 }, reporter: 'line',
  use: { ...devices['Desktop Chrome'], baseURL: 'http://localhost:3160',
    launchOptions: { executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-background-networking','--disable-component-update','--disable-sync','--no-first-run'] } },
})
