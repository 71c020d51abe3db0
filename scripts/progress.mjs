// The output of a command: a line per step with its duration, and what to do about a problem.

/** A problem that the user can fix. Printed as it is, without a stack. */
export class Problem extends Error {}

/** Runs one step and prints its outcome. `fn` may call `note('…')` to say in a few words what it found. */
export async function step(title, fn) {
  const started = performance.now()
  const waiting = announce(title)
  let note = ''
  try {
    const result = await fn((text) => (note = text))
    waiting.end()
    console.log(`✓ ${title}${note && `: ${note}`}  ${seconds(started)}`)
    return result
  } catch (error) {
    waiting.end()
    console.error(`✗ ${title}  ${seconds(started)}`)
    throw error
  }
}

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`

// A terminal shows the running step at once and replaces the line. A log gets it only for a step that takes long.
function announce(title) {
  if (process.stdout.isTTY) {
    process.stdout.write(`… ${title}`)
    return { end: () => process.stdout.write('\r\x1b[2K') }
  }
  const timer = setTimeout(() => console.log(`… ${title}`), 3000)
  return { end: () => clearTimeout(timer) }
}
