// Structured logs on standard output. Never log a body, a header, a token or an address: name the fields that you log.
import { pino } from 'pino'
import { getEnv } from '@/lib/env'

export const log = pino({ level: getEnv().LOG_LEVEL, base: undefined, timestamp: pino.stdTimeFunctions.isoTime })
