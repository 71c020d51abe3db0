// The files of a resource and their templates.
import fs from 'node:fs'
import path from 'node:path'
import { root } from '../root.mjs'
import { Problem } from '../progress.mjs'
import { render } from './template.mjs'

const templates = path.join(root, 'scripts/resource/templates')
const read = (name) => fs.readFileSync(path.join(templates, `${name}.template`), 'utf8')

/** Where each template goes. Without an archive nothing can be undone. */
const places = ({ path: noun }, archive) => ({
  ...(archive && { 'undo.ts': `lib/${noun}/undo.ts` }),
  'schema.ts': `lib/${noun}/schema.ts`,
  'queries.ts': `lib/${noun}/queries.ts`,
  'commands.ts': `lib/${noun}/commands.ts`,
  'resource.ts': `lib/${noun}/resource.ts`,
  'unit-test.ts': `lib/${noun}/${noun}.test.ts`,
  'collection-route.ts': `app/api/v1/${noun}/route.ts`,
  'item-route.ts': `app/api/v1/${noun}/[id]/route.ts`,
  'list-page.tsx': `app/o/[slug]/${noun}/page.tsx`,
  'new-page.tsx': `app/o/[slug]/${noun}/new/page.tsx`,
  'record-page.tsx': `app/o/[slug]/${noun}/[id]/page.tsx`,
  'edit-page.tsx': `app/o/[slug]/${noun}/[id]/edit/page.tsx`,
  'actions.ts': `app/o/[slug]/${noun}/actions.ts`,
  'journey.spec.ts': `e2e/${noun}.spec.ts`,
})

/** Every file of the resource as [path, text], formatted by prettier. */
export async function renderFiles(names, values) {
  const files = Object.entries(places(names, values.archive)).map(([template, file]) => [
    file,
    render(read(template), values),
  ])
  return Promise.all(files.map(async ([file, text]) => [file, await format(file, text)]))
}

/** Imported late, because prettier may not be installed yet when this module is loaded. */
export async function format(file, text) {
  const prettier = await import('prettier')
  const filepath = path.join(root, file)
  return prettier.format(text, { ...(await prettier.resolveConfig(filepath)), filepath })
}

export const renderModel = (values) => render(read('model.prisma'), values)
export const renderMigration = (values) => render(read('migration.sql'), values)

// Names that the generated code declares or imports itself.
const declared =
  /import (?:type )?\{([^}]*)\}|import \* as (\w+)|(?:const|function|type) (?:\{([^}]*)\}|\[([^\]]*)\]|(\w+))/g
const others = `Card CardBody Decimal action after before ctx cursor data date db home id input org page promise query row
  search seen session status string user`

/** Throws a Problem for a noun that the generated code uses for something else. */
export function assertUsable({ noun, nouns, Noun, Nouns }) {
  const code = fs
    .readdirSync(templates)
    .map((file) => fs.readFileSync(path.join(templates, file), 'utf8').replace(/\w*__\w+__\w*/g, ''))
  const found = code.flatMap((text) => [...text.matchAll(declared)].flatMap((match) => match.slice(1)))
  const taken = new Set(`${others} ${found.join(' ')}`.split(/\W+/))
  const clash = [noun, nouns, Noun, Nouns].find((name) => taken.has(name))
  if (clash) throw new Problem(`${clash} is a name that the written code uses for something else: choose another noun.`)
}
