import net from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { findPort, waitForHttp } from './ports.mjs'

const open: net.Server[] = []
afterEach(() => open.splice(0).forEach((server) => server.close()))

const occupy = (host = '127.0.0.1') =>
  new Promise<number>((resolve) => {
    const server = net.createServer((socket) => socket.destroy())
    open.push(server)
    server.listen(0, host, () => resolve((server.address() as net.AddressInfo).port))
  })

it('takes the wanted port if it is free', async () => {
  const port = await occupy()
  await new Promise((resolve) => open.pop()!.close(resolve))
  expect(await findPort(port, { exact: true })).toBe(port)
})

it('takes a later port if the wanted one is in use', async () => {
  const port = await occupy()
  expect(await findPort(port)).toBeGreaterThan(port)
})

it('refuses an explicitly requested port that is in use, and names it', async () => {
  const port = await occupy()
  await expect(findPort(port, { exact: true })).rejects.toThrow(`Port ${port} is in use`)
})

it('detects a server that listens on every address', async () => {
  const port = await occupy('0.0.0.0')
  expect(await findPort(port)).not.toBe(port)
})

it('stops waiting for a server that has ended', async () => {
  const port = await occupy()
  expect(await waitForHttp(`http://127.0.0.1:${port}/`, { ended: Promise.resolve(1) })).toBeNull()
})
