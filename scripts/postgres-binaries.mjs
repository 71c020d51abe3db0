// Finds an installed Postgres. On Debian, as root, it installs one if there is none.
import fs from 'node:fs'
import path from 'node:path'
import { aptInstall, canAptInstall } from './apt.mjs'
import { Problem } from './progress.mjs'

const exe = process.platform === 'win32' ? '.exe' : ''

// Each contains a folder per version.
const versionedHomes = [
  ['/usr/lib/postgresql', /^\d+$/],
  ['/opt/homebrew/opt', /^postgresql/],
  ['/usr/local/opt', /^postgresql/],
  ['C:/Program Files/PostgreSQL', /^\d+$/],
]

/** The folder of the newest version that has `initdb` and `postgres`. */
export async function findPostgres() {
  const found = search()
  if (found) return found
  if (!canAptInstall()) throw new Problem('No Postgres server is installed: put its folder with initdb into PATH.')
  await aptInstall('postgresql')
  return search()
}

function search() {
  const onPath = (process.env.PATH ?? '').split(path.delimiter)
  const installed = versionedHomes.flatMap(([home, name]) =>
    entriesOf(home)
      .filter((entry) => name.test(entry))
      .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
      .map((entry) => path.join(home, entry, 'bin')),
  )
  return [...onPath, ...installed].find((folder) => has(folder, 'initdb') && has(folder, 'postgres'))
}

const has = (folder, program) => fs.existsSync(path.join(folder, program + exe))

const entriesOf = (folder) => (fs.existsSync(folder) ? fs.readdirSync(folder) : [])
