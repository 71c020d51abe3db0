// The backends of examples/ as processes that trust this application, with a record of what each fetched from it.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import http from 'node:http'
import type { AddressInfo } from 'node:net'

export type Backend = { url: string; fetched: string[]; stop: () => void }
type Start = (issuer: string) => Promise<Backend>

const works = (command: string) => spawnSync(command, ['-c', 'import jwt, cryptography']).status === 0
export const python = ['python3', '/usr/bin/python3'].find(works)

// Reported by the backend's own fetch, before anything of the example runs.
const counting = `const send = globalThis.fetch
globalThis.fetch = (...all) => (console.log('fetched ' + new URL(all[0]).pathname), send(...all))`

export const startExpress: Start = async (issuer) => {
  const preload = `--import=data:text/javascript,${encodeURIComponent(counting)}`
  const fetched: string[] = []
  const child = run(process.execPath, [preload, 'examples/express/server.mjs'], { ISSUER: issuer })
  child.stdout!.on('data', (text: Buffer) => {
    for (const [, path] of text.toString().matchAll(/^fetched (\S+)$/gm)) fetched.push(path!)
  })
  return { url: await addressOf(child), fetched, stop: () => void child.kill('SIGKILL') }
}

export const startPython: Start = async (issuer) => {
  const proxy = await startProxy()
  const child = run(python!, ['examples/python/server.py'], { ISSUER: issuer, http_proxy: proxy.url, no_proxy: '' })
  const stop = () => {
    child.kill('SIGKILL')
    proxy.stop()
  }
  return { url: await addressOf(child), fetched: proxy.fetched, stop }
}

const run = (command: string, args: string[], env: Record<string, string>) =>
  spawn(command, args, {
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONUNBUFFERED: '1', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.on('error', reject).on('exit', (code) => reject(new Error(`The backend ended (${code}): ${said}`)))
    child.stdout!.on('data', (text: Buffer) => {
      said += text
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said)
      if (address) resolve(address[0])
    })
  })
}

/** A proxy that passes everything on, and records the requests. */
async function startProxy() {
  const fetched: string[] = []
  const server = http.createServer(async (request, response) => {
    fetched.push(new URL(request.url!).pathname)
    const answer = await fetch(request.url!)
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
    response.end(Buffer.from(await answer.arrayBuffer()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, fetched, stop: () => void server.close() }
}
