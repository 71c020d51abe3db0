// The command as an auditor runs it who does not trust the application.
import { execFile } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { getEnv } from '@/lib/env'
import { asOwner, createMember } from '@/lib/testing/fixtures'

const verify = (...args: string[]) =>
  new Promise<{ code: number; output: string }>((resolve) => {
    const env = { ...process.env, DATABASE_URL: getEnv().DATABASE_URL, AUTH_SECRET: getEnv().AUTH_SECRET }
    execFile(process.execPath, ['scripts/audit-verify.mjs', ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
    )
  })

async function trail(events: number) {
  const { org } = await createMember('owner')
  await asOwner(
    `insert into audit_events (organization_id, action, actor_type, actor_name, target_type, target_name, occurred_at)
     select $1, 'note.updated', 'system', 'Test', 'note', 'Minutes', now() - interval '99 days'
     from generate_series(1, $2)`,
    [org.id, events],
  )
  const rows = await asOwner<{ id: string; hash: string }>(
    'select id, hash from audit_events where organization_id = $1 order by sequence',
    [org.id],
  )
  return { org, events: rows }
}

describe('npm run audit:verify', () => {
  it('ends with 0 and reports the number of unbroken chains, speed, memory, and the newest hash', async () => {
    const { org, events } = await trail(5)
    const { code, output } = await verify('--organization', org.slug)
    expect(output).toMatch(new RegExp(`^${org.slug} +ok, 5 events, newest hash ${events[4]!.hash.slice(0, 16)}$`, 'm'))
    expect(output).toMatch(/^5 events in [\d.]+ s, [\d,]+ a second, at most \d+ MB of memory\.$/m)
    expect(code).toBe(0)
  })

  it('ends with 1 and names the first broken link, and no other organization', async () => {
    const { org, events } = await trail(5)
    const other = await trail(2)
    await asOwner(`update audit_events set target_name = 'x' where organization_id = $1 and sequence >= 3`, [org.id])
    const { code, output } = await verify('--organization', org.slug)
    expect(output).toContain(`BROKEN at event 3 (${events[2]!.id}, `)
    expect(output).toContain('changed; 2 before it are unbroken')
    expect(output).not.toContain(other.org.slug)
    expect(code).toBe(1)
  })

  it('starts where the retention left off, and detects one more missing event', async () => {
    const { org } = await trail(6)
    await asOwner('insert into audit_trails (organization_id, retention_days) values ($1, 90)', [org.id])
    await asOwner(`update audit_trails set shortened_at = now() - interval '2 days' where organization_id = $1`, [
      org.id,
    ])
    await asOwner('update audit_trails set anchor_sequence = 2 where organization_id = $1', [org.id])
    const kept = await verify('--organization', org.slug)
    expect(kept.output).toContain('ok, 4 events after 2 that are no longer kept')
    expect(kept.code).toBe(0)
    await asOwner('delete from audit_events where organization_id = $1 and sequence = 3', [org.id])
    const cut = await verify('--organization', org.slug)
    expect(cut.output).toContain('BROKEN at event 4')
    expect(cut.code).toBe(1)
  })

  it('names an organization that does not exist', async () => {
    const { code, output } = await verify('--organization', 'nobody-of-that-name')
    expect([code, output.trim().split('\n').at(-1)]).toEqual([1, 'There is no organization nobody-of-that-name.'])
  })
})
