// A copy of the working tree in a temporary folder, for what changes or rebuilds it. It is removed at the end.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { beforeExit, run } from './processes.mjs'
import { root } from './root.mjs'

/** Out: the folder, with every file that git knows or would know, and the packages. */
export async function copyTree(prefix) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `${prefix}-`))
  beforeExit(async () => fs.rmSync(folder, { recursive: true, force: true }))
  const { output } = await run('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'])
  for (const file of output.split('\0').filter((each) => each && fs.existsSync(path.join(root, each))))
    fs.cpSync(path.join(root, file), path.join(folder, file))
  await copyModules(folder)
  return folder
}

// Hard links take a moment instead of a minute if both folders are on one disk. The stamp is removed, because a command writes it
// again and would change the original through the link.
async function copyModules(folder) {
  const copy = (how) => run('cp', [how, path.join(root, 'node_modules'), folder], { mayFail: true })
  const { code } = await copy('-al')
  if (code !== 0) await copy('-a')
  fs.rmSync(path.join(folder, 'node_modules/.installed'), { force: true })
}
