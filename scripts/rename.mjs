// `npm run rename -- "New Name"`: replaces the product's name everywhere.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { command, shutDown } from './processes.mjs'
import { Problem } from './progress.mjs'
import { identityOf, renamed, replacePrefix } from './identity.mjs'
import { root } from './root.mjs'

const places = ['lib/config.ts', 'README.md', 'package.json', 'package-lock.json']

await command(async () => {
  const [name, ...rest] = process.argv.slice(2)
  if (!name || rest.length > 0) throw new Problem('Give the new name, in quotes: npm run rename -- "New Name"')
  const texts = readTexts()
  const old = identityOf(texts.get('lib/config.ts'), texts.get('package.json'))
  const next = renamed(name)
  if (next.name === old.name) console.log(`It is called ${name} already: there is nothing to do.`)
  else apply(texts, old, next)
  await shutDown(0)
})

function apply(texts, old, next) {
  refuseOrdinary(texts, next)
  const changes = [...texts].map(([file, text]) => [file, text, replaceAll(file, text, old, next)])
  const changed = changes.filter(([, before, after]) => before !== after)
  for (const [file, , text] of changed) fs.writeFileSync(path.join(root, file), text)
  report(old, next, changed)
}

function replaceAll(file, text, old, next) {
  const named = places.includes(file)
    ? text.replaceAll(old.name, next.name).replaceAll(new RegExp(`\\b${old.packageName}\\b`, 'g'), next.packageName)
    : text
  return replacePrefix(named, old, next)
}

// A test searches for the name in places where it should come from lib/config.ts. It would also find an ordinary word.
function refuseOrdinary(texts, { name, packageName }) {
  const words = [name, packageName].map((word) => word.toLowerCase())
  const uses = [...texts].filter(
    ([file, text]) => !places.includes(file) && words.some((word) => text.toLowerCase().includes(word)),
  )
  if (uses.length > 0)
    throw new Problem(`${name} is a word that the code uses, such as in ${uses[0][0]}: choose a name that stands out.`)
}

// Every text file of the repository, also those that are not committed yet.
function readTexts() {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
  })
  const files = listed.split('\0').filter((file) => file && fs.existsSync(path.join(root, file)))
  const read = files.map((file) => [file, fs.readFileSync(path.join(root, file), 'utf8')])
  return new Map(read.filter(([, text]) => !text.includes('\0')))
}

function report(old, next, changed) {
  console.log(`${old.name} is called ${next.name} now; packages ${next.packageName}, API keys ${next.prefix}…

Changed:
${changed.map(([file]) => `  ${file}`).join('\n')}

Still to write yourself: tagline, description and repository in lib/config.ts, the first paragraph of README.md and the
description in package.json. docs/extending.md (Change the brand) says where the mark and the colors are. Mails are sent by "${next.name} <no-reply@…>" unless MAIL_FROM says
otherwise. The names of cookies do not contain it. API keys that were made before keep their prefix and are refused: make new ones.`)
}
