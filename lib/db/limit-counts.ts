// The table of the rate limits, for lib/requests/limit-store.ts. Statements that are asked for together go in one message,
// so that a list of a hundred addresses takes neither long nor every connection. They are no part of a scoped
// transaction: inside one they throw, because a request must not hold a connection while it waits for another.
import type { QueryResult } from 'pg'
import { assertNoScope, type Statement } from './scope'
import { askAs } from './transaction'

type Waiting = Statement & { answer: (result: QueryResult) => void; fail: (error: unknown) => void }

let waiting: Waiting[] = []

export const limitCounts = {
  tableName: 'rate_limits',
  query: async ({ text, values }: Statement): Promise<QueryResult> => {
    assertNoScope()
    return new Promise((answer, fail) => {
      const texts = values.map((value) => (value === null ? null : String(value)))
      // The next tick comes when nothing more is about to ask.
      if (waiting.push({ text, values: texts, answer, fail }) === 1) process.nextTick(() => void sendAll())
    })
  },
}

// Sorted by key: two messages that lock the same keys in different orders would deadlock.
async function sendAll(): Promise<void> {
  const sent = waiting.toSorted((a, b) => (String(a.values[0]) < String(b.values[0]) ? -1 : 1))
  waiting = []
  try {
    const results = await askAs('identity', 'identity', sent)
    sent.forEach(({ answer }, index) => answer(results[index]!))
  } catch (error) {
    for (const { fail } of sent) fail(error)
  }
}
