// Debian's programs that a drill puts in front of servers and databases: nginx, PgBouncer, Redis. Each runs in the foreground with a
// configuration of its own in a temporary folder, and ends with the drill.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { aptInstall, canAptInstall } from '../apt.mjs'
import { findPort } from '../ports.mjs'
import { beforeExit, run } from '../processes.mjs'
import { Problem } from '../progress.mjs'
import { send } from './client.mjs'

const folders = ['/usr/sbin', '/usr/bin', ...(process.env.PATH ?? '').split(path.delimiter)]
const find = (name) => folders.map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file))

async function locate(name, debianPackage) {
  if (!find(name) && canAptInstall()) await aptInstall(debianPackage)
  if (!find(name)) throw new Problem(`${name} is not installed: apt-get install ${debianPackage}`)
  return find(name)
}

function start(program, args, options = {}) {
  const child = spawn(program, args, { stdio: 'ignore', ...options })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const stop = (signal = 'SIGTERM') => {
    child.kill(signal)
    return ended
  }
  beforeExit(() => stop('SIGKILL'))
  return { child, stop }
}

const makeFolder = () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'drill-program-'))
  fs.chmodSync(folder, 0o755)
  beforeExit(async () => fs.rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** In: ports of servers. Out: the address of an nginx that shares requests among them. */
export async function startNginx(ports) {
  const program = await locate('nginx', 'nginx-light')
  const folder = makeFolder()
  const port = await findPort(4860)
  const file = path.join(folder, 'nginx.conf')
  // A server that accepts no connection gets no request for a second; the request goes to the next one.
  fs.writeFileSync(
    file,
    `daemon off; pid ${folder}/pid; error_log ${folder}/error.log; worker_processes 1; ${process.getuid?.() === 0 ? 'user root;' : ''}
events { worker_connections 512; }
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  upstream application { ${ports.map((each) => `server 127.0.0.1:${each} fail_timeout=1s;`).join(' ')} }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://application;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_next_upstream error timeout;
    }
  }
}
`,
  )
  const { stop } = start(program, ['-c', file, '-e', `${folder}/error.log`])
  await until(async () => (await send(`http://127.0.0.1:${port}`, '/api/health')).status === 200)
  return { url: `http://127.0.0.1:${port}`, stop }
}

/** A PgBouncer in transaction mode. In: the port of Postgres. Out: its port, and `use` for the port of another Postgres. */
export async function startPgBouncer(postgresPort) {
  const program = await locate('pgbouncer', 'pgbouncer')
  const folder = makeFolder()
  const port = await findPort(55460)
  const file = path.join(folder, 'pgbouncer.ini')
  const configure = (to) =>
    fs.writeFileSync(
      file,
      `[databases]
* = host=127.0.0.1 port=${to}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${folder}/users
pool_mode = transaction
default_pool_size = 10
max_client_conn = 500
max_prepared_statements = 200
server_login_retry = 1
ignore_startup_parameters = extra_float_digits,options,statement_timeout,idle_in_transaction_session_timeout
logfile = ${folder}/log
`,
    )
  configure(postgresPort)
  // The drill's Postgres trusts this machine, so there are no passwords.
  fs.writeFileSync(path.join(folder, 'users'), '"app_drill" ""\n"app_drill_identity" ""\n')
  fs.chmodSync(file, 0o644)
  // It refuses to run as root.
  const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
  if (user.uid) fs.chownSync(folder, user.uid, user.gid)
  const { child, stop } = start(program, [file], user)
  await sleep(300)
  const use = (to) => {
    configure(to)
    child.kill('SIGHUP')
  }
  return { port, use, stop }
}

/** A Redis without a disk. Out: its URL, and functions that stop and start it. */
export async function startRedis() {
  const program = await locate('redis-server', 'redis-server')
  const port = await findPort(6390)
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  let redis = start(program, args)
  await sleep(300)
  const size = async () => {
    const { output } = await run('redis-cli', ['-p', String(port), 'dbsize'])
    return Number(/\d+/.exec(output)?.[0] ?? 0)
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    size,
    stop: () => redis.stop(),
    start: () => (redis = start(program, args)),
  }
}

async function until(isTrue) {
  const end = Date.now() + 20_000
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Problem('A program of the drill did not start.')
    await sleep(50)
  }
}
