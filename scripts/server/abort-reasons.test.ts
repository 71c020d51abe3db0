import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { freeAbortReasons } from './abort-reasons.mjs'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

// As React does at the end of a render. Out: the signal, which lives on, and a reference to the receiver of the frame.
function abortInMethod() {
  const controller = new AbortController()
  const receiver = { finish: () => {} }
  receiver.finish = function (this: unknown) {
    controller.abort(new Error('This render completed.'))
    return this
  } as () => void
  receiver.finish()
  return { signal: controller.signal, receiver: new WeakRef(receiver) }
}

it('the reason of an abort does not keep the objects in whose methods it was made', async () => {
  onTestFinished(freeAbortReasons())
  const { signal, receiver } = abortInMethod()
  await turn()
  collectGarbage()
  expect(receiver.deref()).toBeUndefined()
  expect(signal.reason.message).toBe('This render completed.')
})
