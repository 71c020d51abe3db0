import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const folders = ['lib', 'app', 'bench', 'components', 'scripts', 'examples', 'prisma']

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    include: [...folders.map((folder) => `${folder}/**/*.test.{ts,tsx}`), '*.test.ts'],
    globalSetup: 'scripts/test-database.mjs',
    setupFiles: 'lib/testing/own-limits.ts',
    // The embedded database serves one transaction after the other, and machines that test are small.
    maxWorkers: 2,
    // Only what hangs takes as long: a test must not fail because the machine is busy.
    testTimeout: 60_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
  },
})
