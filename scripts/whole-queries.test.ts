import { Pool } from 'pg'
import { describe, expect, it } from 'vitest'
import { keepQueriesWhole } from './whole-queries.mjs'

describe('keepQueriesWhole', () => {
  const serve = () => {
    const handed: string[] = []
    const enqueue = async (connection: number, message: Uint8Array) => {
      handed.push(`${connection}:${Buffer.from(message)}`)
      return 0
    }
    const queryQueue = { enqueue, clearQueueForHandler: () => {} }
    keepQueriesWhole({ queryQueue })
    const send = (connection: number, letters: string) =>
      [...letters].forEach((letter) => void queryQueue.enqueue(connection, Buffer.from(letter)))
    return { handed, send, queryQueue }
  }

  it('passes a query on when it is complete, even if other connections send in between', () => {
    const { handed, send } = serve()
    send(1, 'PB')
    send(2, 'PBDES')
    send(3, 'Q')
    send(1, 'DES')
    expect(handed).toEqual(['2:PBDES', '3:Q', '1:PBDES'])
  })

  it('drops the partial query of a closed connection', () => {
    const { handed, send, queryQueue } = serve()
    send(1, 'PB')
    ;(queryQueue.clearQueueForHandler as (connection: number) => void)(1)
    send(1, 'S')
    expect(handed).toEqual(['1:S'])
  })
})

describe('the embedded database', () => {
  it('never answers one connection with the statement of another', async () => {
    const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
    const statements = [
      'select $1::int + 1000 as n',
      'select $1::int + 2000 as n',
      'select $1::int + 3000 as n, 1 as x',
    ]
    const asked = Array.from({ length: 600 }, async (_, index) => {
      const { rows } = await pool.query(statements[index % 3]!, [index])
      expect(rows[0].n).toBe(index + ((index % 3) + 1) * 1000)
    })
    await Promise.all(asked)
    await pool.end()
  })

  it('keeps answering after a failed query', async () => {
    const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 3 })
    const outcomes = await Promise.allSettled(
      Array.from({ length: 60 }, (_, index) =>
        pool.query(index % 2 ? 'select $1::int as n' : 'select nonsense, $1', [index]),
      ),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(30)
    await pool.end()
  })
})
