// Keeps the templates of `npm run new` and the sample the same, and the sample removable. Both tests are removed with it.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fieldsOf } from '../resource/fields.mjs'
import { renderFiles, renderMigration, renderModel } from '../resource/files.mjs'
import { namesOf } from '../resource/names.mjs'
import { valuesOf } from '../resource/values.mjs'
import { changed, deleted } from './removal.mjs'

const read = (file: string) => fs.readFileSync(file, 'utf8')

// The sample's own words, and what the command writes for a resource without a description.
const ownWords: [own: string, written: string][] = [
  ["'Website relaunch'", "'Name of a project'"],
  ["'New pages by spring.'", "'Description of a project'"],
  ["'Optional. What it is for, and who it is for.'", "'Optional.'"],
  ["'What the people of an organization work on.'", "'The projects of an organization.'"],
  ['-- The sample resource: replace it with your own.', '-- Projects.'],
]

// Spaces and line breaks follow the length of the words.
const inOtherWords = (text: string) =>
  ownWords.reduce((all, [own, written]) => all.replaceAll(own, written), text).replace(/,?\s+/g, ' ')

const names = namesOf('projects')
const options = { archive: true, prefix: 'proj', icon: 'projects' }
const values = valuesOf(names, fieldsOf(['name:string', 'description:text?'], options), options)
const files = (await renderFiles(names, values)) as [file: string, text: string][]
const written = files.filter(([file]) => !/\.(test|spec)\.ts$/.test(file))

describe('the sample matches the output of npm run new', () => {
  it.each(written)('%s', (file, text) => expect(inOtherWords(read(file))).toBe(inOtherWords(text)))

  it('prisma/migrations/0006_projects/migration.sql', () => {
    expect(inOtherWords(read('prisma/migrations/0006_projects/migration.sql'))).toBe(
      inOtherWords(renderMigration(values)),
    )
  })

  it('prisma/schema.prisma, its model', () => {
    const [model] = /^model Project \{[^}]*\}/m.exec(read('prisma/schema.prisma')) ?? []
    expect(inOtherWords(model!)).toBe(inOtherWords(renderModel(values).trim()))
  })
})

describe('npm run remove-sample', () => {
  const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
    .split('\n')
    .filter((file) => file && fs.existsSync(file))
  const edits: Record<string, (text: string) => string> = changed

  it('finds every place that it changes', () => {
    for (const file of deleted) expect(fs.existsSync(file), file).toBe(true)
    for (const [file, edit] of Object.entries(edits)) expect(edit(read(file)), file).not.toBe(read(file))
  })

  it('leaves no mention, except where a software project is meant', () => {
    const ordinary =
      /test\.info\(\)\.project\b|^ {2}projects: \[$|the project's folder|name of the project\b|relativeProjectDir/
    const left = tracked
      .filter((file) => !deleted.some((gone) => file === gone || file.startsWith(`${gone}/`)))
      .filter((file) => file !== 'package-lock.json')
      .flatMap((file) => {
        const text = edits[file]?.(read(file)) ?? read(file)
        return text
          .split('\n')
          .flatMap((line) => (/project/i.test(line) && !ordinary.test(line) ? `${file}: ${line}` : []))
      })
    expect(left).toEqual([])
  })
})
