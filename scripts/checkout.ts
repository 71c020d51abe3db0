// For tests: makes a separate checkout with the scripts of this one, and runs its programs.
import { execFile } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** Copies `parts` (scripts and package.json always) to a new folder. Out: its path. The caller removes it. */
export function copyCheckout(...parts: string[]): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'checkout-'))
  for (const part of ['scripts', 'package.json', ...parts])
    fs.cpSync(part, path.join(folder, part), { recursive: true })
  return folder
}

/** Runs a Node program. Out: its status and its output. */
export function runProgram(script: string, args: string[] = [], env: NodeJS.ProcessEnv = process.env, cwd = '.') {
  return new Promise<{ code: number; output: string }>((resolve) =>
    execFile(process.execPath, [script, ...args], { env, cwd }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
    ),
  )
}
