// The settings of a server that is started without the commands of scripts/, which validate them too. This module imports nothing
// that reads a setting while it is loaded, as the log does.
import { getEnv } from '@/lib/env'

/** Ends the process with one line for each setting that is missing or wrong. */
export function requireSettings(): void {
  try {
    getEnv()
  } catch (error) {
    console.error((error as Error).message)
    process.exit(1)
  }
}
