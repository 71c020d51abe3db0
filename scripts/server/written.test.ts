// When an answer gives its place back, on a response whose socket does what the test says.
import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { onceWritten } from './written.mjs'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const limits = { slowReaderMs: 1_000, unreadMs: 25_000 }

function answering(socket: object | null = { setTimeout: vi.fn() }) {
  const response = Object.assign(new EventEmitter(), {
    socket,
    writableEnded: false,
    getHeader: () => undefined as string | undefined,
    writeHead: () => response,
    write: vi.fn(() => false),
    end: () => (response.writableEnded = true),
  })
  const done = vi.fn()
  onceWritten(response as never, done, limits)
  const times = () => vi.mocked((response.socket as { setTimeout: () => void }).setTimeout).mock.calls.flat()
  return { response, done, times }
}

describe('an answer', () => {
  it('A278 keeps its place while its client reads what was written', () => {
    const { response, done } = answering()
    response.write()
    vi.advanceTimersByTime(400)
    response.emit('drain')
    vi.advanceTimersByTime(60_000)
    expect(done).not.toHaveBeenCalled()
  })

  it('A278 gives it back when it has waited for its client for a second in all', () => {
    const { response, done } = answering()
    for (const wait of [400, 400]) {
      response.write()
      vi.advanceTimersByTime(wait)
      response.emit('drain')
    }
    response.write()
    vi.advanceTimersByTime(199)
    expect(done).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(done).toHaveBeenCalled()
  })

  it('limits the silence of its connection only while it waits to be read', () => {
    const { response, times } = answering()
    response.write()
    response.emit('drain')
    response.end()
    response.end()
    expect(times()).toEqual([25_000, 0, 25_000])
  })

  it('that waits behind another one of its connection does so when it has the socket', () => {
    for (const isEnded of [true, false]) {
      const { response, times } = answering(null)
      if (isEnded) response.end()
      response.socket = { setTimeout: vi.fn() }
      response.emit('socket')
      expect(times()).toEqual([isEnded ? 25_000 : 0])
    }
  })

  it('that is a stream gives its place back at once, and may be silent', () => {
    const { response, done, times } = answering()
    ;(response.writeHead as (...args: unknown[]) => void)(200, { 'content-type': 'text/event-stream' })
    expect(done).toHaveBeenCalledTimes(1)
    response.write()
    expect(times()).toEqual([])
  })
})
