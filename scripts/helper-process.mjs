// Both ends of a helper process. It opens something, answers once, and closes it again when its channel closes: on request, or
// because the process that started it is gone.
import { fork } from 'node:child_process'
import path from 'node:path'
import { beforeExit } from './processes.mjs'
import { Problem } from './progress.mjs'
import { root } from './root.mjs'

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

/**
 * The helper's end. `open(options, atEnd)` returns the answer for the parent; `atEnd(fn)` registers clean-up, which runs in reverse
 * order.
 */
export function serveParent(open) {
  const closers = []
  const end = async () => {
    for (const close of closers.splice(0)) await close()
    process.exit(0)
  }
  // Ctrl-C in a terminal reaches a helper too, but it must outlive the processes that still use it.
  process.on('SIGINT', () => {})
  process.once('SIGTERM', end)
  process.once('disconnect', end)
  process.once('message', async (options) => {
    try {
      const ready = await open(options, (fn) => closers.unshift(fn))
      process.on('message', () => process.send(Math.round(process.memoryUsage.rss() / 1e6)))
      process.send(ready)
    } catch (error) {
      const problem = error instanceof Problem ? error.message : (error.stack ?? String(error))
      process.send?.({ problem }, () => end())
    }
  })
}
