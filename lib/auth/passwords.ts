// Hashes passwords by argon2id with OWASP's parameters (19 MiB, 2 passes, 1 lane), off the event loop. The number of
// hashes at the same time is limited, so that many sign-ins do not slow down other requests.
import { hash, verify } from '@node-rs/argon2'
import { z } from 'zod'
import { AppError } from '@/lib/errors'

const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
const maxRunning = 2
const maxWaiting = 64

export const passwordSchema = z
  .string()
  .min(8, 'Use 8 characters or more.')
  .max(1024, 'Use at most 1024 characters.')
  .refine((value) => value.isWellFormed() && !value.includes('\0'), 'Use plain text.')
  .meta({ format: 'password', example: 'correct horse battery staple' })

// NFC, because keyboards compose the same character differently. Spaces are kept.
const prepare = (password: string) => password.normalize('NFC')

/** Out: the hash with its salt and parameters. Throws unavailable while 64 others wait. */
export const hashPassword = (password: string): Promise<string> => limited(() => hash(prepare(password), parameters))

/** False for a wrong password, and for a null hash after the same work, so that the time does not tell them apart. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const matches = await limited(async () => verify(passwordHash ?? (await decoy()), prepare(password)))
  return matches && passwordHash !== null
}

let decoyHash: Promise<string> | undefined
const decoy = () => (decoyHash ??= hash('nobody has this password', parameters))

let running = 0
const waiting: (() => void)[] = []

async function limited<T>(work: () => Promise<T>): Promise<T> {
  if (running < maxRunning) running++
  else {
    if (waiting.length >= maxWaiting) throw new AppError('unavailable')
    await new Promise<void>((resolve) => waiting.push(resolve))
  }
  try {
    return await work()
  } finally {
    // The place goes to the one who has waited longest.
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}
