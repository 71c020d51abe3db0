// What a resource declares, and how the rest of the application uses it.
import { expect, describe, it, vi } from 'vitest'
import { actionName, kindName, sentenceOf } from '@/lib/audit-log/sentences'
import type { AuditEvent } from '@/lib/audit-log/schema'
import { byTag, describeTag, tagOf } from '@/lib/openapi/tags'
import { permissions } from '@/lib/permissions/catalogue'
import { asOwner } from '@/lib/testing/fixtures'
import { noteResource } from '@/lib/testing/notes'
import { resources, tableOf, type Resource } from './resources'

// With one more resource, so that the tests cover a fork that adds one.
vi.mock('@/lib/resources', async (importOriginal) => {
  const original = await importOriginal<{ resources: readonly Resource[] }>()
  const { noteResource } = await import('@/lib/testing/notes')
  return { ...original, resources: [...original.resources, noteResource] }
})

describe.each(resources.map((resource) => [resource.noun, resource] as const))('the resource %s', (_noun, resource) => {
  it('declares columns that its table has', async () => {
    const found = await asOwner<{ name: string }>(
      `select attname as name from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped`,
      [tableOf(resource)],
    )
    const columns = found.map(({ name }) => name)
    const declared = [...resource.exported, resource.title, ...(resource.archived ? [resource.archived] : [])]
    // The last three are what the overview reads of every resource.
    for (const name of [...declared, 'created_by', 'created_at', 'updated_at']) expect(columns, name).toContain(name)
    expect(resource.exported[0]).toBe('id')
  })

  it('uses permissions of the catalogue, and has a unique path and noun', () => {
    expect(permissions).toEqual(expect.arrayContaining(Object.values(resource.permissions)))
    const same = resources.filter(({ path, noun }) => path === resource.path || noun === resource.noun)
    expect(same).toEqual([resource])
  })
})

describe('the audit log of a resource', () => {
  const event = (action: string, changes: AuditEvent['changes'] = {}): AuditEvent => ({
    id: 'evt_1',
    sequence: '1',
    action,
    actor: { type: 'user', id: 'user_1', name: 'Jane' },
    onBehalfOf: null,
    target: { type: 'note', id: 'note_1', name: 'Minutes' },
    changes,
    ip: null,
    requestId: null,
    occurredAt: new Date(0),
    hash: '',
  })

  it('uses the sentence that the resource declares, or else the name of the action', () => {
    expect(sentenceOf(event('note.updated', { name: ['Draft', 'Minutes'] }), {})).toBe(
      'renamed the note Draft to Minutes',
    )
    expect(sentenceOf(event('note.updated', { description: ['', 'x'] }), {})).toBe('changed the note Minutes')
    expect(sentenceOf(event('note.deleted'), {})).toBe('deleted the note Minutes')
  })

  it('is filtered under the label of the resource', () => {
    expect([kindName('note'), actionName('note.deleted')]).toEqual([noteResource.label, 'deleted'])
  })
})

it('the API reference groups the operations of a resource under its label, with its description', () => {
  expect(tagOf('/api/v1/notes/[id]')).toBe('Notes')
  expect(describeTag('Notes')).toEqual({ name: 'Notes', description: noteResource.description })
  expect(['Unknown', 'Service', 'Notes'].sort(byTag)).toEqual(['Notes', 'Service', 'Unknown'])
})
