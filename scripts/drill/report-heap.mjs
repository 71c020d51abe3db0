// Preloaded into a server of the drill, with --expose-gc: at SIGUSR2 it collects garbage and writes how much is alive into the log.
import { setTimeout as sleep } from 'node:timers/promises'

const rounds = 4

process.on('SIGUSR2', async () => {
  // What one round releases may keep something else alive until the next.
  for (let round = 0; round < rounds; round++) {
    globalThis.gc()
    await sleep(200)
  }
  const { heapUsed, external, rss } = process.memoryUsage()
  console.log(`drill-heap ${JSON.stringify({ live: heapUsed + external, rss })}`)
})
