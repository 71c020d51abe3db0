// The faults of `npm run drill`. `isAlone`: it starts its own servers. `isLong`: not in a
// short drill.
import { backup } from './faults/backup.mjs'
import { clock } from './faults/clock.mjs'
import { freeze, restart } from './faults/database.mjs'
import { disk } from './faults/disk.mjs'
import { fuzz } from './faults/fuzz.mjs'
import { image } from './faults/image.mjs'
import { mail } from './faults/mail.mjs'
import { pooler, promotion, rolling } from './faults/machines.mjs'
import { memory } from './faults/memory.mjs'
import { overload } from './faults/overload.mjs'
import { kill, stop } from './faults/processes.mjs'
import { redis } from './faults/redis.mjs'
import { replica } from './faults/replica.mjs'

export const faults = [
  { name: 'overload', title: 'Three times the load that it can answer', run: overload },
  { name: 'restart', title: 'Postgres is restarted under load', run: restart },
  { name: 'freeze', title: 'Postgres stands still (SIGSTOP)', run: freeze },
  { name: 'kill', title: 'The server is killed (kill -9) under writes', run: kill, isAlone: true },
  { name: 'stop', title: 'The server is told to stop (SIGTERM) under load', run: stop, isAlone: true },
  { name: 'mail', title: 'The mail server is away', run: mail, isAlone: true },
  { name: 'clock', title: 'The clock of one server is a minute off', run: clock, isAlone: true },
  { name: 'disk', title: 'The disk of the embedded database is full', run: disk, isAlone: true, isLong: true },
  { name: 'backup', title: 'A backup is restored on another server', run: backup, isAlone: true, isLong: true },
  { name: 'memory', title: 'Thousands of pages leave nothing in memory', run: memory, isAlone: true, isLong: true },
  { name: 'fuzz', title: 'Requests at random', run: fuzz },
]

/** Of `npm run drill -- --scale`. */
export const scale = [
  { name: 'rolling', title: 'Two instances behind nginx are replaced in turn', run: rolling, isAlone: true },
  { name: 'pooler', title: 'PgBouncer in transaction mode, two instances', run: pooler, isAlone: true },
  { name: 'promotion', title: 'The primary dies, and its replica is promoted', run: promotion, isAlone: true },
  { name: 'replica', title: 'Large reads on a replica that lags, stands still and dies', run: replica, isAlone: true },
  { name: 'redis', title: 'Limits in Redis, and Redis away', run: redis, isAlone: true },
  { name: 'image', title: 'The steps of the Dockerfile', run: image, isAlone: true },
]
