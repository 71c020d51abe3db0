// What transactions leave behind on the connections of the pool.
import { expect } from 'vitest'
import { poolSize } from '@/lib/db/client'
import { ask } from '@/lib/db/transaction'

/** Expects that no connection for tenants still has a context, or this role. */
export async function expectNoTraceOf(role: string): Promise<void> {
  const place = {
    text: `select current_setting('app.context', true) as context, current_user::text as role`,
    values: [],
  }
  const places = await Promise.all(
    Array.from({ length: poolSize.tenant }, () => ask<{ context: string; role: string }>('tenant', () => place)),
  )
  for (const [found = { context: 'none', role }] of places) {
    expect(found.context || null).toBeNull()
    expect(found.role).not.toBe(role)
  }
}
