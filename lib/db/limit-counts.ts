// The table of the rate limits, for lib/requests/limit-store.ts. Each statement is a transaction of its own: called inside a
// scoped transaction it throws, because a request must not hold a connection while it waits for another.
import type { QueryResult } from 'pg'
import { askAs } from './transaction'

export const limitCounts = {
  tableName: 'rate_limits',
  query: ({ text, values }: { text: string; values: unknown[] }): Promise<QueryResult> =>
    askAs('identity', 'identity', { text, values }),
}
