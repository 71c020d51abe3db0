// Prepares a bare checkout: installs the packages and generates Prisma's client, each again only when its source changed. A stamp,
// written last, names that source, so that an interrupted run is repeated. It imports nothing outside Node, because it runs before
// anything is installed.
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { generateClient, hasClient } from './database-client.mjs'
import { run, runNode } from './processes.mjs'
import { Problem, step } from './progress.mjs'
import { root } from './root.mjs'

const lockFile = path.join(root, 'package-lock.json')
const modules = path.join(root, 'node_modules')
const installedLockFile = path.join(modules, '.package-lock.json')
const modulesStamp = path.join(modules, '.installed')

/** Packages and generated client, which every command of a developer needs first. */
export async function prepare() {
  requireNode()
  await step('Packages', installPackages)
  await generateClient()
}

/** The same for commands that also run in production, where runtime packages and the client of the build are enough. */
export async function prepareOperation() {
  if (!hasRuntimePackagesAlone()) return prepare()
  requireNode()
  if (!hasClient())
    throw new Problem('The database client is missing. npm run build makes it, and needs all packages: npm ci.')
}

/** For commands that must not install anything: throws unless `name` is installed. */
export function requirePackage(name, command) {
  requireNode()
  if (fs.existsSync(path.join(modules, name))) return
  throw new Problem(`The packages that this takes are not installed: run ${command} first.`)
}

// `npm ci --omit=dev` has finished. It keeps packages that something else could use, such as prisma, and no others.
function hasRuntimePackagesAlone() {
  const found = readIfThere(installedLockFile)
  return found !== null && !Object.values(JSON.parse(found).packages).some(({ dev }) => dev)
}

async function installPackages(note) {
  const wanted = installationHash()
  if (readIfThere(modulesStamp) === wanted) return note('up to date')
  if (installedByHand()) {
    note('up to date')
  } else {
    fs.rmSync(modulesStamp, { force: true })
    await install()
    note('installed')
  }
  fs.writeFileSync(modulesStamp, installationHash())
}

async function install() {
  // The log level shows the reason of a failure, also under `npm --silent`.
  const flags = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const advice = 'Is the package registry reachable, and is there space on the disk?'
  if (fs.existsSync(lockFile)) {
    const { code, output } = await npm(['ci', ...flags], { mayFail: true })
    if (code === 0) return
    // EUSAGE: the lock file does not match package.json, which only an install can fix.
    if (!output.includes('EUSAGE')) throw new Problem(`${output.trimEnd()}\nnpm ci failed. ${advice}`)
  }
  await npm(['install', ...flags], { advice })
}

/** Runs npm by the script of the running one, if there is one, because npm.cmd needs a shell on Windows. */
export function npm(args, options) {
  const script = process.env.npm_execpath
  if (script?.endsWith('npm-cli.js')) return runNode(script, args, options)
  const windows = process.platform === 'win32'
  return run(windows ? 'npm.cmd' : 'npm', args, { ...options, shell: windows })
}

// npm writes node_modules/.package-lock.json last. If it matches the lock file, `npm install` was run by hand and nothing is to be
// done. Packages for other systems are optional and may be absent.
function installedByHand() {
  const wanted = readIfThere(lockFile)
  const found = readIfThere(installedLockFile)
  if (!wanted || !found) return false
  const installed = JSON.parse(found).packages
  return Object.entries(JSON.parse(wanted).packages).every(
    ([name, entry]) =>
      name === '' || installed[name]?.version === entry.version || (!installed[name] && (entry.optional || entry.peer)),
  )
}

// A checkout can be shared between systems (a container, a virtual machine), but packages are installed for one.
const installationHash = () => hash(readIfThere(lockFile) ?? '', process.platform, process.arch)

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new Problem(`Node.js 20.19 or newer is needed; this is ${process.versions.node}.`)
}

const hash = (...parts) => createHash('sha256').update(parts.join('\0')).digest('hex')

function readIfThere(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
