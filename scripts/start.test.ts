// What happens in an incomplete deployment: production installs and builds nothing on its own.
import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { copyCheckout, runProgram } from './checkout'

let folder = ''
beforeEach(() => (folder = copyCheckout()))
afterEach(() => fs.rmSync(folder, { recursive: true }))

const write = (file: string, content: string) => {
  fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
  fs.writeFileSync(path.join(folder, file), content)
}

const run = (script: string, ...args: string[]) => runProgram(`scripts/${script}`, args, process.env, folder)

describe('npm start', () => {
  it('refuses with one sentence when there is no build, and creates nothing', async () => {
    expect(await run('start.mjs')).toEqual({
      code: 1,
      output: 'There is no production build here: run npm ci and npm run build first.\n',
    })
    expect(fs.readdirSync(folder).sort()).toEqual(['package.json', 'scripts'])
  })

  it('refuses when the packages are not installed', async () => {
    write('.next/BUILD_ID', 'x')
    expect(await run('start.mjs')).toEqual({
      code: 1,
      output: 'The packages that this takes are not installed: run npm ci --omit=dev first.\n',
    })
  })

  it('warns when the source is newer than the build', async () => {
    write('.next/BUILD_ID', 'x')
    write('.next/built-from', 'older')
    write('app/page.tsx', '')
    expect((await run('start.mjs')).output).toContain('! The build is older than the source: npm run build')
  })
})

describe.each(['build.mjs', 'db-generate.mjs'])('%s', (script) => {
  it('installs nothing', async () => {
    expect(await run(script)).toEqual({
      code: 1,
      output: 'The packages that this takes are not installed: run npm ci first.\n',
    })
    expect(fs.existsSync(path.join(folder, 'node_modules'))).toBe(false)
  })
})

describe('a command in production', () => {
  it('installs nothing beside runtime packages', async () => {
    write(
      'node_modules/.package-lock.json',
      JSON.stringify({ packages: { 'node_modules/next': { version: '1.0.0' } } }),
    )
    expect(await run('keys.mjs', 'list')).toEqual({
      code: 1,
      output: 'The database client is missing. npm run build makes it, and needs all packages: npm ci.\n',
    })
    expect(fs.readdirSync(path.join(folder, 'node_modules'))).toEqual(['.package-lock.json'])
  })
})
