// How many requests are worked on at once. More would not be answered sooner: they would share the same processor and
// connections, and each would take longer. The others wait in a line for each caller, and are refused as soon as the line is full.
// The bound follows the delay of the event loop. The line does not: pages are slow and make the bound low, and still a burst of one
// organization's people is served within the second that each of them waits.

const least = 8
const most = 32
const longestLine = 32
const windowMs = 200
// In milliseconds: above the first the bound falls, below the second it may rise.
const tooLate = 60
const inTime = 30
// Of the places: what one caller, or one organization, may hold. The rest is for the others.
const share = 0.75
const patienceMs = 1_000

/**
 * Who may enter now. In: the delay of the event loop in the last window, in milliseconds. `enter(lane)` resolves to a function that
 * gives the place back (also after the lane has changed its name), or to null: refused.
 */
export function createAdmission({ readDelayMs, first = 16 }) {
  const lanes = new Map()
  let bound = first
  let running = 0
  let waiting = 0
  let wasFull = false

  const laneOf = (name) => {
    const lane = lanes.get(name) ?? { name, running: 0, line: [] }
    lanes.set(name, lane)
    return lane
  }
  const mayRun = (lane) => running < bound && lane.running < Math.ceil(bound * share)
  const forgetEmpty = (lane) => {
    if (lane.running === 0 && lane.line.length === 0) lanes.delete(lane.name)
  }

  function start(lane) {
    running++
    lane.running++
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      running--
      lane.running--
      forgetEmpty(lane)
      next()
    }
  }

  // The lanes take turns: the one that is served goes to the end of the map.
  function next() {
    for (const lane of lanes.values()) {
      if (running >= bound) return
      if (lane.line.length === 0 || !mayRun(lane)) continue
      lanes.delete(lane.name)
      lanes.set(lane.name, lane)
      waiting--
      lane.line.shift()(start(lane))
      return next()
    }
  }

  function wait(lane) {
    waiting++
    return new Promise((resolve) => {
      const entry = (release) => {
        clearTimeout(timer)
        resolve(release)
      }
      const timer = setTimeout(() => {
        waiting--
        lane.line.splice(lane.line.indexOf(entry), 1)
        forgetEmpty(lane)
        resolve(null)
      }, patienceMs)
      lane.line.push(entry)
    })
  }

  function adapt() {
    const delay = readDelayMs()
    if (delay > tooLate) bound = Math.max(least, Math.floor(bound * 0.8))
    else if (wasFull && delay < inTime) bound = Math.min(most, bound + 1)
    wasFull = running >= bound
    next()
  }
  const timer = setInterval(adapt, windowMs)
  timer.unref()

  return {
    async enter(name) {
      const lane = laneOf(name)
      if (lane.line.length === 0 && mayRun(lane)) return start(lane)
      wasFull = true
      // A crowd of others does not keep out the first of a lane, unless there are as many lanes.
      const crowd = Math.max(longestLine, 2 * bound) * (lane.line.length > 0 ? 1 : 2)
      const isFull = lane.line.length >= longestLine || waiting >= crowd
      if (!isFull) return wait(lane)
      forgetEmpty(lane)
      return null
    },
    state: () => ({ bound, running, waiting }),
    stop: () => clearInterval(timer),
  }
}
