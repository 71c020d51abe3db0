// The servers that are compared: our production build behind its own server, and the floor and the peers with `next start`.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { beforeExit, runNode } from '../scripts/processes.mjs'
import { Problem } from '../scripts/progress.mjs'
import { root } from '../scripts/root.mjs'
import { fetchOne } from './load.mjs'

const guard = ['--import', pathToFileURL(path.join(root, 'scripts/die-with-parent.mjs')).href]
const startTimeoutMs = 60_000

/** Next's command among the packages of a folder. */
export const nextOf = (folder) => path.join(folder, 'node_modules/next/dist/bin/next')

export const floorFolder = path.join(root, 'bench/floor')
export const resultsFolder = path.join(root, 'bench/results')

/** Builds the bare application and checks that it is bare: with our middleware in it, every ratio would be too good. */
export async function buildFloor(env) {
  await runNode(nextOf(root), ['build', floorFolder], { env })
  const server = path.join(floorFolder, 'node_modules/.next/server')
  const { middleware } = JSON.parse(fs.readFileSync(path.join(server, 'middleware-manifest.json'), 'utf8'))
  if (Object.keys(middleware).length > 0 || fs.existsSync(path.join(server, 'instrumentation.js')))
    throw new Problem('The floor was built with our own middleware or instrumentation in it: it is no floor.')
}

/** Starts the build of a folder. Out: its process id, how to stop it, and the ms from the start to the first 200 of `ready`. */
export async function startNext({ folder = root, packages = root, port, env, ready }) {
  const started = performance.now()
  const log = path.join(resultsFolder, `${path.basename(folder)}.log`)
  const output = fs.openSync(log, 'w')
  const start =
    folder === root
      ? [path.join(root, 'scripts/server/serve.mjs'), '127.0.0.1', String(port)]
      : [nextOf(packages), 'start', folder, '-H', '127.0.0.1', '-p', String(port)]
  const stdio = ['ignore', output, output, 'ipc']
  const child = spawn(process.execPath, [...guard, ...start], {
    cwd: folder,
    env: { ...env, DRAIN_SECONDS: '0' },
    stdio,
  })
  fs.closeSync(output)
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const stop = async () => {
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
    await ended
    clearTimeout(timer)
  }
  beforeExit(stop)
  while ((await statusOf(port, ready)) !== 200) {
    if (child.exitCode !== null || performance.now() - started > startTimeoutMs)
      throw new Problem(`${folder} did not start:\n${fs.readFileSync(log, 'utf8').slice(-2000)}`)
    await sleep(5)
  }
  return { pid: child.pid, port, stop, startMs: performance.now() - started }
}

const statusOf = (port, url) =>
  fetchOne(port, { path: url }).then(
    ({ status }) => status,
    () => 0,
  )
