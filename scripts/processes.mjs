// Child processes. Each is started here, is stopped by its own process id, and never outlives this process.
import { spawn } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { Problem } from './progress.mjs'
import { root } from './root.mjs'

// A Node program that watches its channel to this process ends with it, also after kill -9.
const watching = ['--import', pathToFileURL(path.join(root, 'scripts/die-with-parent.mjs')).href]
const watched = (env = process.env) => ({ ...env, COMMAND_PID: String(process.pid) })

const children = new Set()
const cleanups = []
let stopping = false
let signalledAt = 0

/** Runs a command's main function: a problem ends it with one message and status 1, a signal stops what it started. */
export async function command(main) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stopOn(signal))
  endWithNpm()
  try {
    await main()
  } catch (error) {
    if (stopping) return
    console.error(error instanceof Problem ? error.message : error)
    await shutDown(1)
  }
}

/** Runs `fn` before this process ends, for whatever reason. The last one registered runs first. */
export function beforeExit(fn) {
  cleanups.push(fn)
}

/** Runs a program to its end. Its output is shown only when it fails, unless `show`. */
export async function run(
  command,
  args,
  { show = false, mayFail = false, advice = '', name = command, ...options } = {},
) {
  const output = show ? 'inherit' : 'pipe'
  const { channel = 'ignore', env = process.env, ...rest } = options
  const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', output, output, channel], ...rest })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += chunk))
  const code = await ended(child, name)
  if (code === 0 || mayFail) return { code, output: said }
  throw new Problem([said.trimEnd(), `${name} failed (${code}).`, advice].join('\n').trim())
}

/** Runs a Node program of node_modules by the path of its script: no shell, the same on every system. */
export function runNode(script, args, { env, ...options } = {}) {
  const name = [path.basename(script), ...args].join(' ')
  return run(process.execPath, [...watching, script, ...args], { name, channel: 'ipc', env: watched(env), ...options })
}

/** Starts a server that lives as long as this process. */
export function startServer(script, args, env) {
  const stdio = ['ignore', 'inherit', 'inherit', 'ipc']
  const child = spawn(process.execPath, [...watching, script, ...args], { cwd: root, env: watched(env), stdio })
  return { pid: child.pid, ended: ended(child, script) }
}

/** Ends this process when a process that it depends on has ended unexpectedly. */
export function endWith(ended, name) {
  void ended.then((code) => {
    if (stopping) return
    console.error(`${name} ended (${code}).`)
    void shutDown(code || 1)
  })
}

// A signal to `npm run …` ends npm and its shell, and is not passed on. Then this process has another parent.
function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && stopOn('SIGTERM'), 500).unref()
}

/** Stops the children with a signal, runs what beforeExit registered, and exits. */
export async function shutDown(code, signal = 'SIGTERM') {
  if (stopping) return
  stopping = true
  const running = [...children]
  for (const { child } of running) child.kill(signal)
  await Promise.all(running.map(({ end }) => end))
  for (const fn of cleanups.reverse()) await fn().catch((error) => console.error(error.message))
  process.exit(code)
}

function ended(child, command) {
  const end = new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new Problem(`${command} could not be started: ${error.message}`)))
    child.once('exit', (code, signal) => resolve(code ?? 128 + os.constants.signals[signal]))
  })
  const entry = { child, end: end.catch(() => {}) }
  children.add(entry)
  entry.end.then(() => children.delete(entry))
  return end
}

// One Ctrl-C can arrive twice, from the terminal and through npm; only a later one means "stop immediately".
function stopOn(signal) {
  const status = 128 + os.constants.signals[signal]
  if (!stopping) {
    signalledAt = Date.now()
    void shutDown(status, signal)
  } else if (Date.now() - signalledAt > 1000) {
    for (const { child } of children) child.kill('SIGKILL')
    process.exit(status)
  }
}
