// CPU and memory of a process and its descendants, from Linux' /proc; null on other systems.
import fs from 'node:fs'

const canCount = process.platform === 'linux'

// Linux reports times in ticks of 10 ms (USER_HZ), independent of its own clock.
const msPerTick = 10

/** CPU-ms that a process, its descendants and those that have ended already have used. */
export function cpuMs(pid) {
  if (!canCount) return null
  const all = readProcesses()
  return msPerTick * treeOf(pid, all).reduce((sum, member) => sum + (all.get(member)?.ticks ?? 0), 0)
}

/** Memory in MB that is resident for a process and its descendants. */
export function residentMb(pid) {
  if (!canCount) return null
  return Math.round(treeOf(pid, readProcesses()).reduce((sum, member) => sum + residentKb(member) / 1024, 0))
}

function readProcesses() {
  const all = new Map()
  for (const name of fs.readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = readIfThere(`/proc/${name}/stat`)
    if (!stat) continue
    // The program's name, in brackets, may contain spaces, so parse after it. proc(5) numbers the fields from 1.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const field = (number) => Number(fields[number - 3])
    all.set(Number(name), { parent: field(4), ticks: field(14) + field(15) + field(16) + field(17) })
  }
  return all
}

function treeOf(root, all) {
  const members = [root]
  for (const member of members) for (const [pid, { parent }] of all) if (parent === member) members.push(pid)
  return members
}

const residentKb = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readIfThere(`/proc/${pid}/status`) ?? '')?.[1] ?? 0)

// A process can end between the listing and the reading.
function readIfThere(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
