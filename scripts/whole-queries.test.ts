import { Pool } from 'pg'
import { describe, expect, it } from 'vitest'

describe('the embedded database', () => {
  it('never answers one connection with the statement of another', async () => {
    const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
    const statements = ['select $1::int + 1000 as n', 'select $1::int + 2000 as n', 'select $1::int + 3000 as n, 1 as x']
    const asked = Array.from({ length: 600 }, async (_, index) => {
      const { rows } = await pool.query(statements[index % 3]!, [index])
      expect(rows[0].n).toBe(index + ((index % 3) + 1) * 1000)
    })
    await Promise.all(asked)
    await pool.end()
  })

  it('answers on after a query that failed', async () => {
    const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 3 })
    const outcomes = await Promise.allSettled(
      Array.from({ length: 60 }, (_, index) => pool.query(index % 2 ? 'select $1::int as n' : 'select nonsense, $1', [index])),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(30)
    await pool.end()
  })
})
