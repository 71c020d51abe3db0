// `npm run new -- invoices title:string 'amount:decimal?' 'status:enum(draft,sent)'`: writes a resource from schema to screen.
// Options: --singular NAME if the rules for plurals fail, --archive for records that can be archived.
import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { generateClient, runPrisma } from './database-client.mjs'
import { command, run, shutDown } from './processes.mjs'
import { Problem, step } from './progress.mjs'
import { addModel, addPermissions, addRecord, addToRoles } from './resource/edits.mjs'
import { fieldsOf } from './resource/fields.mjs'
import { assertUsable, format, renderFiles, renderMigration, renderModel } from './resource/files.mjs'
import { namesOf } from './resource/names.mjs'
import { valuesOf } from './resource/values.mjs'
import { root } from './root.mjs'
import { prepare } from './setup.mjs'

const schemaFile = 'prisma/schema.prisma'
const catalogueFile = 'lib/permissions/catalogue.ts'
const rolesFile = 'lib/permissions/roles.ts'
const journeyFile = 'e2e/page-roles.spec.ts'

await command(async () => {
  const { names, values, options } = parse()
  await refuseExisting(names)
  await prepare()
  const written = await newFiles(names, values)
  const changed = await changedFiles(names, values, options)
  await step(names.ManyWords, async () => {
    for (const [file, text] of [...written, ...changed]) write(file, text)
    await runPrisma(['format'])
  })
  await generateClient()
  report(names, written, changed)
  await shutDown(0)
})

function parse() {
  const { values: options, positionals } = readArguments()
  const [plural, ...declarations] = positionals
  if (!plural) throw new Problem("Name a resource and its fields: npm run new -- invoices title:string 'note:text?'")
  const names = namesOf(plural, options.singular)
  assertUsable(names)
  const declared = fieldsOf(declarations, options)
  const clash = declared.fields.find(({ camel }) => camel === names.noun)
  if (clash) throw new Problem(`The field ${clash.name} has the name of the resource: choose another.`)
  return { names, options, values: valuesOf(names, declared, options) }
}

function readArguments() {
  const options = { singular: { type: 'string' }, archive: { type: 'boolean', default: false } }
  try {
    return parseArgs({ options, allowPositionals: true })
  } catch (error) {
    throw new Problem(error.message)
  }
}

async function refuseExisting({ path: noun, table, Noun, nouns }) {
  const folders = [
    `lib/${noun}`,
    `app/o/[slug]/${noun}`,
    `app/api/v1/${noun}`,
    `e2e/${noun}.spec.ts`,
    `lib/testing/${noun}.sql`,
  ]
  const there = folders.find((file) => fs.existsSync(path.join(root, file)))
  if (there) throw new Problem(`${there} exists: choose another name.`)
  const schema = read(schemaFile)
  if (new RegExp(`^model ${Noun} |@@map\\("${table}"\\)|^  ${nouns} `, 'm').test(schema))
    throw new Problem(`${Noun} is in ${schemaFile} already: choose another name.`)
  const files = [schemaFile, catalogueFile, rolesFile, journeyFile]
  const { code, output } = await run('git', ['status', '--porcelain', '--', ...files], { mayFail: true })
  if (code === 0 && output.trim())
    throw new Problem(`Commit or stash first, so that you can review what this command changes:\n${output.trimEnd()}`)
}

async function newFiles(names, values) {
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const migration = [`prisma/migrations/${time}_${names.table}/migration.sql`, renderMigration(values)]
  return [migration, ...(await renderFiles(names, values))]
}

async function changedFiles(names, values, options) {
  const catalogue = addPermissions(read(catalogueFile), names, options)
  return [
    [schemaFile, addModel(read(schemaFile), renderModel(values), names)],
    [catalogueFile, await format(catalogueFile, catalogue)],
    [rolesFile, await format(rolesFile, addToRoles(read(rolesFile), names))],
    [journeyFile, await format(journeyFile, addRecord(read(journeyFile), names, values.required))],
  ]
}

function report({ manyWords }, written, changed) {
  console.log(`\nWritten:\n${list(written)}\n\nChanged:\n${list(changed)}`)
  console.log(`
Viewers read ${manyWords}, members write them: lib/permissions/roles.ts. Read the migration, then run

  npm run db:migrate   (also while \`npm run dev\` runs)
  npm test`)
}

function list(files) {
  return files.map(([file]) => `  ${file}`).join('\n')
}

function read(file) {
  return fs.readFileSync(path.join(root, file), 'utf8')
}

function write(file, text) {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
  fs.writeFileSync(path.join(root, file), text)
}
