// Installs Debian packages, on a machine that belongs to the test run: only as root, and only on Debian.
import fs from 'node:fs'
import { run } from './processes.mjs'
import { step } from './progress.mjs'

export const canAptInstall = () => process.getuid?.() === 0 && fs.existsSync('/usr/bin/apt-get')

export function aptInstall(name) {
  return step(`Debian package ${name}`, async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    await run('apt-get', ['update', '-q'], { env })
    await run('apt-get', ['install', '-y', '-q', name], { env })
  })
}
