// Child processes: each is started here, told to stop by its own process id, and never outlives this one.
import { fork, spawn } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { Problem } from './progress.mjs'
import { root } from './root.mjs'

const children = new Set()
const cleanups = []
let stopping = false
let signalledAt = 0

/** Runs a command's main function: a problem ends it with one message and status 1, a signal stops what it started. */
export async function command(main) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stopOn(signal))
  try {
    await main()
  } catch (error) {
    if (stopping) return
    console.error(error instanceof Problem ? error.message : error)
    await shutDown(1)
  }
}

/** Does `fn` before this process ends, whatever ends it. The last one registered goes first. */
export function beforeExit(fn) {
  cleanups.push(fn)
}

/** Runs a program to its end. Its output is shown only when it fails, unless `show`. */
export async function run(
  command,
  args,
  { env = process.env, show = false, mayFail = false, advice = '', ...rest } = {},
) {
  const stdio = show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe']
  const child = spawn(command, args, { cwd: root, env, stdio, ...rest })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
  const code = await ended(child, command)
  if (code === 0 || mayFail) return { code, output }
  throw new Problem(
    [output.trimEnd(), `${path.basename(command)} ${args.join(' ')} failed (${code}).`, advice].join('\n').trim(),
  )
}

/** Runs a Node program of node_modules by the path of its script: no shell, the same on every system. */
export const runNode = (script, args, options) => run(process.execPath, [script, ...args], options)

/** Starts a server that lives as long as this process: also after kill -9, through the channel it watches. */
export function startServer(script, args, env) {
  const watch = ['--import', pathToFileURL(path.join(root, 'scripts/die-with-parent.mjs')).href]
  const stdio = ['ignore', 'inherit', 'inherit', 'ipc']
  const child = spawn(process.execPath, [...watch, script, ...args], { cwd: root, env, stdio })
  return { pid: child.pid, ended: ended(child, script) }
}

/** Forks a helper that answers `options` with one message when it is ready, and serves until its channel closes. */
export async function startHelper(script, options) {
  const child = fork(path.join(root, 'scripts', script), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
  })
  const end = new Promise((resolve) => child.once('exit', resolve))
  const answer = (message) => {
    child.send(message)
    const lost = end.then((code) => ({ problem: `${script} ended (${code}).` }))
    return Promise.race([new Promise((resolve) => child.once('message', resolve)), lost])
  }
  const ready = await answer(options)
  if (ready.problem) throw new Problem(ready.problem)
  const stop = async () => {
    if (child.connected) child.disconnect()
    const timer = setTimeout(() => child.kill('SIGKILL'), 15_000)
    await end
    clearTimeout(timer)
  }
  beforeExit(stop)
  return { ready, pid: child.pid, ended: end, answer, stop }
}

/** Ends this process when something it cannot work without has ended by itself. */
export function endWith(ended, name) {
  void ended.then((code) => {
    if (stopping) return
    console.error(`${name} ended (${code}).`)
    void shutDown(code || 1)
  })
}

/** Stops the children, does what was promised for the end, and exits. */
export async function shutDown(code) {
  if (stopping) return
  stopping = true
  const running = [...children]
  for (const { child } of running) child.kill('SIGTERM')
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

// One Ctrl-C can arrive twice, from the terminal and through npm: only a later one means "at once".
function stopOn(signal) {
  const status = 128 + os.constants.signals[signal]
  if (!stopping) {
    signalledAt = Date.now()
    void shutDown(status)
  } else if (Date.now() - signalledAt > 1000) {
    for (const { child } of children) child.kill('SIGKILL')
    process.exit(status)
  }
}
