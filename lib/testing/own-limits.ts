// Runs before each test file: the files share a database, and so their rate limits count under a namespace of their own.
import { randomUUID } from 'node:crypto'

Object.assign(globalThis, { limitNamespace: randomUUID() })
