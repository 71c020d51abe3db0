// Shared by the tests of the verifiers: an issuer of test vectors, the three languages, and their backends as processes.
import { execFile, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, onTestFinished } from 'vitest'
import { createVerifier } from './express/verify.mjs'
import { startIssuer } from './issuer.mjs'
import { makeVectors } from './vectors.mjs'

const run = promisify(execFile)
const works = (command: string, ...args: string[]) => spawnSync(command, args).status === 0

/** The first Python that has PyJWT: the one in the path, or else the system's. */
export const python = ['python3', '/usr/bin/python3'].find((name) => works(name, '-c', 'import jwt, cryptography'))
const hasGo = works('go', 'version')

export const folder = mkdtempSync(path.join(os.tmpdir(), 'verifiers-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

export type Case = {
  group: string
  name: string
  token: string
  accept: boolean | 'same'
  expected_org?: string
  permission_count?: number
}

export type Decision = { group: string; name: string; accepted: boolean; jti?: string; permission_count?: number }
export type Issuer = Awaited<ReturnType<typeof startIssuer>>

/** An issuer that serves what the vectors need. A call to /never means that a verifier followed a URL in a token. */
export async function startVectors() {
  const issuer = await startIssuer()
  const vectors = makeVectors({ issuer: issuer.url, sink: `${issuer.url}/never` })
  issuer.published = vectors.published
  return { issuer, vectors: { ...vectors, cases: vectors.cases as Case[] }, file: writeVectors(vectors) }
}

/** Writes the vectors to a file for the verifiers in other languages. Out: its path. */
export function writeVectors(vectors: { issuer: string }): string {
  const file = path.join(folder, `vectors-${new URL(vectors.issuer).port}.json`)
  writeFileSync(file, JSON.stringify(vectors))
  return file
}

export type Vectors = Awaited<ReturnType<typeof startVectors>>

type Verify = (one: Case) => Promise<{ jti?: string; org_permissions?: unknown }>

/** Runs every case through a verifying function, one after the other: jwks-rsa lets a burst of unknown keys wait. */
export async function decideAll(cases: Case[], verify: Verify) {
  const decisions: Decision[] = []
  for (const one of cases) {
    const { group, name } = one
    const claims = await verify(one).catch(() => undefined)
    const permissions = claims?.org_permissions as string[] | undefined
    decisions.push({ group, name, accepted: Boolean(claims), jti: claims?.jti, permission_count: permissions?.length })
  }
  return decisions
}

const environment = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', GOTOOLCHAIN: 'local', GOFLAGS: '-mod=mod' }

const decisions = async (command: string, args: string[], more: { env?: NodeJS.ProcessEnv } = {}) => {
  const { stdout } = await run(command, args, { env: environment, maxBuffer: 1 << 24, ...more })
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Decision)
}

type Language = {
  name: string
  missing: boolean
  decide: (world: Vectors) => Promise<Decision[]>
  /** Compiles the backend before the tokens are made, because they expire soon. */
  build: () => Promise<unknown>
  server: () => [command: string, args: string[]]
}

const goBinary = path.join(folder, 'notes')

export const languages: Language[] = [
  {
    name: 'Express',
    missing: false,
    decide: ({ vectors }) => {
      const verify = createVerifier(vectors)
      return decideAll(vectors.cases, (one) => verify(one.token, { org: one.expected_org }))
    },
    build: async () => {},
    server: () => [process.execPath, ['examples/express/server.mjs']],
  },
  {
    name: python ? 'Python' : 'Python (missing: python3 with PyJWT)',
    missing: !python,
    decide: ({ file }) => decisions(python!, ['examples/python/check_vectors.py', file]),
    build: async () => {},
    server: () => [python!, ['examples/python/server.py']],
  },
  {
    name: hasGo ? 'Go' : 'Go (missing: go)',
    missing: !hasGo,
    decide: ({ file }) =>
      decisions(`${goBinary}.test`, ['-test.v', '-test.run', 'TestVectors'], {
        env: { ...environment, VECTORS: file },
      }),
    build: async () => {
      const options = { cwd: 'examples/go', env: environment }
      await run('go', ['build', '-o', goBinary, '.'], options)
      await run('go', ['test', '-c', '-vet=off', '-o', `${goBinary}.test`, '.'], options)
    },
    server: () => [goBinary, []],
  },
]

/** Starts a backend for the tokens of an issuer; gives its address. It ends with the test. */
export async function startBackend(language: Language, { issuer, audience }: { issuer: string; audience: string }) {
  const [command, args] = language.server()
  const env = { ...environment, ISSUER: issuer, AUDIENCE: audience, PORT: '0' }
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'ignore'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return new Promise<string>((resolve, reject) => {
    let said = ''
    child.on('error', reject).on('exit', () => reject(new Error(`The backend ended: ${said}`)))
    child.stdout.on('data', (text: Buffer) => {
      said += text
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said)
      if (address) resolve(address[0])
    })
  })
}
