// Rules about the code that a linter does not know: what they guard is written in README.md and DECISIONS.md.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { describe, expect, it } from 'vitest'
import { product } from './config'

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((file) => file && fs.existsSync(file))
const read = (file: string) => fs.readFileSync(file, 'utf8')
const source = tracked.filter((file) =>
  /^(app|components|lib)\/.*\.tsx?$|^(middleware|instrumentation)\.ts$/.test(file),
)

const code = source.filter((file) => !/\.test\.tsx?$|^lib\/testing/.test(file))

describe('the code', () => {
  it('names the product in lib/config.ts, README.md and package.json alone', () => {
    const texts = tracked.filter((file) => /\.(tsx?|mjs|js|json|md|css|sql|prisma|svg|ya?ml|toml)$|^\.ci\//.test(file))
    const naming = texts.filter((file) => new RegExp(product.name, 'i').test(read(file)))
    expect(naming.sort()).toEqual(['README.md', 'lib/config.ts', 'package-lock.json', 'package.json'])
  })

  it('goes through lib/http.ts in every route, the two that answer for themselves aside', () => {
    const routes = code.filter((file) => /\/route\.ts$/.test(file))
    const alone = routes.filter((file) => !/= (public|user|org|oauth)Route\(/.test(read(file)))
    expect(alone.sort()).toEqual(['app/api/[...path]/route.ts', 'app/api/auth/[...nextauth]/route.ts'])
    for (const file of routes.filter((route) => /^app\/api\/v1\//.test(route)))
      expect(read(file), file).toContain('orgRoute(')
  })

  it('goes through lib/actions.ts in every server action', () => {
    const withoutDoor = /^export (async function|const \w+ = async)/m
    const actions = code.filter((file) => /^['"]use server['"]/m.test(read(file)))
    expect(actions.length).toBeGreaterThan(3)
    const alone = actions.filter((file) => withoutDoor.test(read(file)))
    // Chooses colours for whoever asks: there is nobody to authorize.
    expect(alone).toEqual(['components/theme-actions.ts'])
  })

  it('asks who is there at the top of every page of an organization', () => {
    const pages = code.filter((file) => /^app\/o\/.*page\.tsx$/.test(file))
    expect(pages.length).toBeGreaterThan(2)
    for (const page of pages) expect(read(page), page).toMatch(/await requireOrg\(/)
  })

  it('opens tenant data only through the doors', () => {
    const doors = /^lib\/db\//
    for (const file of code.filter((name) => !doors.test(name))) {
      expect(read(file), file).not.toMatch(/db\/client'|PrismaClient|new Pool\(/)
      expect(read(file), file).not.toMatch(/\$(queryRaw|executeRaw)Unsafe|Prisma\.raw\(/)
    }
    const identity = code.filter((file) => read(file).includes("db/with-identity'"))
    const its = /^lib\/(auth|org-token|mail|organizations|jobs)|^lib\/(audit\/trim|readiness|start)\.ts$/
    expect(identity.filter((file) => !its.test(file))).toEqual([])
  })

  it('keeps its files short', () => {
    const long = code.filter((file) => read(file).split('\n').length > 250)
    expect(long).toEqual([])
  })

  it('has no drawer by kind', () => {
    const drawers = /(^|\/)(utils?|helpers?|services|hooks|types|common|misc)(\/|\.tsx?$)/
    expect(source.filter((file) => drawers.test(file))).toEqual([])
  })
})
