// The other end of startHelper: a process that opens something, answers once, and closes it again when told to or when the
// process that started it is gone. Ctrl-C in a terminal reaches it too; it must outlive the ones that still use it.
import { Problem } from './progress.mjs'

/** `open(options, atEnd)` answers what the parent shall know; `atEnd(fn)` registers what undoes it, the last first. */
export function serveParent(open) {
  const closers = []
  const end = async () => {
    for (const close of closers.splice(0)) await close()
    process.exit(0)
  }
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
