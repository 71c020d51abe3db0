// The production build. Only NEXT_PUBLIC_ variables of the environment go into it, so that one build serves every environment.
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { runNode } from './processes.mjs'
import { Problem, step } from './progress.mjs'
import { root } from './root.mjs'

const stamp = path.join(root, '.next/built-from')
const sources = ['app', 'components', 'lib', 'public', 'prisma/schema.prisma', 'package-lock.json']

// The build loads modules that read the settings when they are loaded. No page is rendered with these values.
const settings = {
  NODE_ENV: 'production',
  APP_MODE: 'demo',
  AUTH_SECRET: 'only there while the build runs: it signs nothing',
  NEXT_TELEMETRY_DISABLED: '1',
}

/** Builds; with `whenStale` only if the sources have changed since the last build. */
export function build(env, { whenStale = false } = {}) {
  return step('Production build', async (note) => {
    const wanted = sourceHash(env)
    if (whenStale && isBuilt() && builtFrom() === wanted) return note('up to date')
    // The stamp is written last, so that a build that was killed does not count.
    for (const file of [stamp, path.join(root, '.next/BUILD_ID')]) fs.rmSync(file, { force: true })
    await runNode(path.join(root, 'node_modules/next/dist/bin/next'), ['build'], { env: { ...env, ...settings } })
    if (!isBuilt()) throw new Problem('next build ended without a build.')
    fs.writeFileSync(stamp, wanted)
  })
}

/** Throws unless there is a build. Reports a build that is older than the source, unless the deployment omits the source. */
export function requireBuild(env) {
  if (!isBuilt()) throw new Problem('There is no production build here: run npm ci and npm run build first.')
  if (fs.existsSync(path.join(root, 'app')) && builtFrom() && builtFrom() !== sourceHash(env))
    console.error('! The build is older than the source: npm run build makes it anew.')
}

// Next writes this file last.
const isBuilt = () => fs.existsSync(path.join(root, '.next/BUILD_ID'))

const builtFrom = () => (fs.existsSync(stamp) ? fs.readFileSync(stamp, 'utf8') : null)

function sourceHash(env) {
  const hash = createHash('sha256')
  for (const file of [...sources.flatMap(filesBelow), ...configuration()]) {
    hash.update(`${file}\0`).update(fs.readFileSync(path.join(root, file)))
  }
  // Next writes these variables into the browser's code.
  for (const name of Object.keys(env).sort()) if (name.startsWith('NEXT_PUBLIC_')) hash.update(`${name}=${env[name]}\0`)
  return hash.digest('hex')
}

// middleware.ts, next.config.mjs, tsconfig.json and the other files at the top level.
const configuration = () => filesIn('.').filter((name) => /\.(ts|mjs|js|json)$/.test(name) && !isTest(name))

function filesBelow(source) {
  if (!fs.existsSync(path.join(root, source))) return []
  if (fs.statSync(path.join(root, source)).isFile()) return [source]
  return fs
    .readdirSync(path.join(root, source), { recursive: true })
    .map((name) => path.join(source, name))
    .filter((name) => fs.statSync(path.join(root, name)).isFile() && !isTest(name))
    .sort()
}

const filesIn = (folder) =>
  fs
    .readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort()

// Also matches the files that `tsc` and Next write at the top level.
const isTest = (name) => /\.test\.tsx?$|^next-env\.d\.ts$|^(vitest|playwright|eslint)\.config|tsbuildinfo$/.test(name)
