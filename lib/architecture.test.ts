// Rules about the code that a linter does not know: what they guard is written in README.md and DECISIONS.md.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'
import { product } from './config'

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((file) => file && fs.existsSync(file))
const read = (file: string) => fs.readFileSync(file, 'utf8')
const source = tracked.filter((file) =>
  /^(app|components|lib)\/.*\.tsx?$|^(middleware|instrumentation)\.ts$/.test(file),
)

const code = source.filter((file) => !/\.test\.tsx?$|^lib\/testing\//.test(file))

type Graph = Map<string, Set<string>>

const known = new Set(code)
const imports: Graph = new Map(code.map((file) => [file, new Set(importsOf(file))]))

function importsOf(file: string): string[] {
  const named = [...read(file).matchAll(/(?:from|import\() ?'([^']+)'/g)].map((match) => match[1]!)
  return named.flatMap((name) => {
    if (!/^(@\/|\.)/.test(name)) return []
    const base = name.startsWith('@/') ? name.slice(2) : path.posix.join(path.posix.dirname(file), name)
    return [base, `${base}.ts`, `${base}.tsx`].filter((candidate) => known.has(candidate))
  })
}

// A file at the root of lib/ counts alone; the pages and the components count as one folder each.
function folderOf(file: string): string {
  const [top, ...rest] = file.split('/')
  if (top === 'lib') return rest.length > 1 ? `lib/${rest[0]}` : file
  return file.startsWith('components/ui/') ? 'components/ui' : top!
}

function byFolder(files: Graph): Graph {
  const folders: Graph = new Map()
  for (const [from, targets] of files)
    for (const to of [...targets].map(folderOf)) {
      const known = folders.get(folderOf(from)) ?? new Set()
      if (to !== folderOf(from)) known.add(to)
      folders.set(folderOf(from), known)
    }
  return folders
}

/** In: which module imports which. Out: what remains after modules without remaining imports were removed repeatedly. */
function cyclesOf(graph: Graph): string[] {
  const left = new Map([...graph].map(([from, targets]) => [from, new Set(targets)]))
  const isDone = (node: string) => !left.has(node)
  for (let before = -1; before !== left.size;) {
    before = left.size
    for (const [node, targets] of left) if ([...targets].every(isDone)) left.delete(node)
  }
  return [...left.keys()].sort()
}

describe('the code', () => {
  it('names the product only in lib/config.ts, README.md and package.json', () => {
    const name = product.name.toLowerCase()
    // npm allows no spaces or capitals.
    const npmName = name.replace(/[^a-z0-9]+/g, '-')
    const texts = tracked.filter((file) => /\.(tsx?|mjs|js|json|md|css|sql|prisma|svg|ya?ml|toml)$|^\.ci\//.test(file))
    // A document shows the rename command with an example name.
    const textOf = (file: string) =>
      read(file)
        .toLowerCase()
        .replace(/npm run rename -- "[^"]*"/g, '')
    const naming = texts.filter((file) => [name, npmName].some((each) => textOf(file).includes(each)))
    const places = ['README.md', 'lib/config.ts', 'package-lock.json', 'package.json']
    expect(naming.filter((file) => !places.includes(file))).toEqual([])
    expect((JSON.parse(read('package.json')) as { name: string }).name).toBe(npmName)
  })

  it('goes through lib/http.ts in every route except two that handle requests themselves', () => {
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
    // Sets the color scheme of any visitor, so there is nothing to authorize.
    expect(alone).toEqual(['components/theme-actions.ts'])
  })

  it('makes every page of an organization with orgPage or orgDialog, which authorize', () => {
    const pages = code.filter((file) => /^app\/o\/(.*\/)?page\.tsx$/.test(file))
    expect(pages.length).toBeGreaterThan(2)
    const made = /^const page = org(Page|Dialog)\([^]*^export default page$/m
    // A dialog exports what a page made. Without a dialog, its place is empty.
    const inDialog =
      /^import page from '@\/app\/o\/[^']+\/page'\n\nexport default page\.dialog\nexport const \{ generateMetadata \} = page\n$/
    const empty = "export { default } from '@/app/o/[slug]/@dialog/default'\n"
    const others = pages.filter((file) => {
      const text = read(file)
      return !made.test(text) && !(file.includes('/@dialog/') && (inDialog.test(text) || text === empty))
    })
    expect(others).toEqual([])
  })

  it('builds no SQL by joining strings', () => {
    for (const file of code.filter((name) => !name.startsWith('lib/db/')))
      expect(read(file), file).not.toMatch(/\$(queryRaw|executeRaw)Unsafe|Prisma\.raw\(|PrismaClient|new Pool\(/)
  })

  it('has no import cycle between files or folders', () => {
    expect(cyclesOf(imports)).toEqual([])
    expect(cyclesOf(byFolder(imports))).toEqual([])
  })

  it('keeps its files short', () => {
    const long = code.filter((file) => read(file).split('\n').length > 250)
    expect(long).toEqual([])
  })

  it('has no folder or file named after a kind, such as utils', () => {
    const drawers = /(^|\/)(utils?|helpers?|services|hooks|types|common|misc)(\/|\.tsx?$)/
    expect(source.filter((file) => drawers.test(file))).toEqual([])
  })
})

describe('the lint', () => {
  const eslint = new ESLint()

  it.each([
    ['app/page.tsx', "import NextAuth from 'next-auth'", 'Only lib/auth imports next-auth'],
    ['app/page.tsx', "import { jwtVerify } from 'jose'", 'Only lib/org-token'],
    ['app/page.tsx', "import { Pool } from 'pg'", 'Only lib/db talks to the database'],
    ['app/o/[slug]/page.tsx', "import { withOrg } from '@/lib/db/with-org'", 'Call a function of lib/<noun>'],
    ['components/form.tsx', "import { withOrg } from '@/lib/db/with-org'", 'Call a function of lib/<noun>'],
    ['components/form.tsx', "import Page from '@/app/page'", 'Components do not know the pages'],
    ['components/ui/button.tsx', "import { product } from '@/lib/config'", 'A primitive knows nothing'],
    ['middleware.ts', "import { withOrg } from '@/lib/db/with-org'", 'Call a function of lib/<noun>'],
    ['lib/members/queries.ts', "import Page from '@/app/page'", 'lib does not know what is built on it'],
    ['lib/members/queries.ts', "import { Form } from '@/components/form'", 'lib does not know what is built on it'],
    ['lib/members/queries.ts', "import NextAuth from 'next-auth'", 'Only lib/auth imports next-auth'],
    ['lib/members/queries.ts', "import { jwtVerify } from 'jose'", 'Only lib/org-token'],
    [
      'lib/members/queries.ts',
      "import { Prisma } from '@/lib/db/generated/client'",
      'Only lib/db talks to the database',
    ],
    ['lib/members/queries.ts', "import { database } from '@/lib/db/client'", 'Only lib/db holds the client'],
    ['lib/members/queries.ts', "import { transaction } from '@/lib/db/transaction'", 'Only the scoped transactions'],
    ['lib/members/queries.ts', "import { withIdentity } from '@/lib/db/with-identity'", 'Only accounts, tokens'],
    ['lib/pages.ts', "import { withIdentity } from '@/lib/db/with-identity'", 'Only accounts, tokens'],
    ['lib/auth/step-up.ts', "import { removeMember } from '@/lib/members/commands'", 'Nouns build on this folder'],
    ['lib/mail/outbox.ts', "import { removeMember } from '@/lib/members/commands'", 'Nouns build on this folder'],
    ['lib/org-token/issue.ts', "import { removeMember } from '@/lib/members/commands'", 'Nouns build on this folder'],
    ['lib/db/with-org.ts', "import { removeMember } from '@/lib/members/commands'", 'Nouns build on this folder'],
    ['lib/permissions/roles.ts', "import { withOrg } from '@/lib/db/with-org'", 'Call a function of lib/<noun>'],
    ['lib/members/queries.ts', 'console.log(process.env.HOME)', 'Only lib/env.ts reads it'],
    ['lib/members/queries.ts', 'db.$queryRawUnsafe(text)', 'Values go into SQL as parameters'],
    ['lib/members/queries.ts', 'create({ data: { ...body } })', 'Name the fields'],
  ])('refuses in %s: %s', async (filePath, line, message) => {
    const [result] = await eslint.lintText(`${line}\n`, { filePath })
    expect(result!.messages.map((found) => found.message).join('\n')).toContain(message)
  })
})
