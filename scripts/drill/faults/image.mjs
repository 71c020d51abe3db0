// The steps of the Dockerfile without Docker: the files that its last stage copies, the packages of production, an unprivileged user, the
// health check, and the signal that stops a container.
import { execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { waitForHttp, findPort } from '../../ports.mjs'
import { beforeExit, run } from '../../processes.mjs'
import { root } from '../../root.mjs'
import { send } from '../client.mjs'
import { figure } from '../figures.mjs'

const nobody = 65534

export async function image({ postgres }) {
  const steps = readDockerfile()
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'drill-image-'))
  beforeExit(async () => fs.rmSync(folder, { recursive: true, force: true }))
  fs.chmodSync(folder, 0o755)
  for (const file of steps.copied) fs.cpSync(path.join(root, file), path.join(folder, file), { recursive: true })
  fs.rmSync(path.join(folder, '.next/cache'), { recursive: true, force: true })
  for (const file of ['package-lock.json', '.npmrc']) fs.cpSync(path.join(root, file), path.join(folder, file))
  await run('npm', ['ci', '--omit=dev', '--no-audit', '--no-fund', '--prefer-offline'], { cwd: folder })
  // npm keeps those that a package of production names as an optional peer.
  const { packages } = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8'))
  const needless = Object.entries(packages).filter(([name, { dev }]) => dev && fs.existsSync(path.join(folder, name)))
  execFileSync('chown', ['-R', `${nobody}:${nobody}`, path.join(folder, '.next')])

  const port = await findPort(4880)
  await postgres.query('create database image').catch(() => {})
  const owner = Object.assign(new URL(postgres.url), { pathname: '/image' }).href
  const env = {
    ...{ PATH: process.env.PATH, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), DRAIN_SECONDS: '1' },
    ...{ APP_URL: `http://127.0.0.1:${port}`, AUTH_SECRET: 'k2: 7f3kQ9vX2mB8tR4wZ1hJ6pLs8dY0gNe' },
    ...{ DATABASE_MIGRATION_URL: owner, DATABASE_URL: owner.replace('postgres@', 'app_image:of-the-drill@') },
  }
  const user = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}
  const log = fs.openSync(path.join(folder, 'log'), 'a')
  const child = spawn(steps.command[0], steps.command.slice(1), {
    cwd: folder,
    env,
    ...user,
    stdio: ['ignore', log, log],
  })
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)))
  beforeExit(async () => child.kill('SIGKILL'))
  const began = performance.now()
  await waitForHttp(`${env.APP_URL}/api/ready`, { ended })
  const ms = performance.now() - began
  const page = await send(env.APP_URL, '/sign-in')
  const health = await run(steps.healthCheck[0], steps.healthCheck.slice(1), { env, mayFail: true })
  child.kill('SIGTERM')
  const status = await ended
  const megabytes = Number(execFileSync('du', ['-sm', folder]).toString().split('\t')[0])
  return [
    figure('packages of development in it', needless.length, { most: 0 }),
    figure('size without Node', megabytes, { unit: 'MB' }),
    figure('ready after', Math.round(ms), { unit: 'ms' }),
    figure('status of the sign-in page', page.status, { least: 200, most: 200 }),
    figure('status of the health check', health.code, { most: 0 }),
    // 143 says by which signal it was asked to end; docker stop takes that for a success.
    figure('status after SIGTERM, neither 0 nor 143', [0, 143].includes(status) ? 0 : 1, { most: 0 }),
  ]
}

/** The files that the last stage takes from the build, the command, and the health check. */
function readDockerfile() {
  const text = fs.readFileSync(path.join(root, 'Dockerfile'), 'utf8').replace(/\\\n\s*/g, '')
  const last = text.slice(text.lastIndexOf('FROM '))
  const copied = [...last.matchAll(/^COPY --from=build (?:--chown=\S+ )?(.+) \S+$/gm)].flatMap(([, files]) =>
    files.split(' ').map((file) => file.replace('/app/', '')),
  )
  const healthCheck = JSON.parse(/^HEALTHCHECK .*?CMD (\[.*\])$/m.exec(last)[1])
  return { copied, healthCheck, command: JSON.parse(/^CMD (\[.*\])$/m.exec(last)[1]) }
}
