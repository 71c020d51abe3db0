import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { operation, orgRoute, userRoute } from '@/lib/http'
import { pageSchema, singleLine } from '@/lib/schemas'
import { limitSchema } from '@/lib/pagination'
import { writeNotes } from '@/lib/testing/notes'
import { curlOf } from './curl'
import { buildDocument, operationIdOf } from './document'
import { toReference } from './reference'
import { byTag, tagOf } from './tags'

const noteSchema = z
  .object({ id: z.string(), written_by: z.object({ name: z.string() }).nullable() })
  .meta({ id: 'Note' })

const routes = [
  {
    path: '/api/v1/notes/[id]',
    route: orgRoute({
      PATCH: operation({
        summary: 'Update a note',
        permission: writeNotes,
        body: z.strictObject({
          number: singleLine(20).meta({ example: 'it’s 7' }),
          lines: z.array(z.strictObject({ sum: z.int() })).max(9),
        }),
        query: z.object({ limit: limitSchema }),
        response: pageSchema(noteSchema),
        errors: ['conflict'],
        run: async () => ({ data: [], next_cursor: null }),
      }),
    }).GET.route,
  },
]

const settings = { url: 'https://a.example', cookieName: 'session' }

describe('the API reference', () => {
  const [group] = toReference(buildDocument(routes, settings))
  const [shown] = group!.operations

  it('makes a group for an unknown noun, after the others', () => {
    expect([group!.id, group!.name]).toEqual(['notes', 'Notes'])
    expect(['Notes', 'Service', 'Members'].sort(byTag)).toEqual(['Members', 'Service', 'Notes'])
    expect(['/api/v1/invitations/[id]', '/api/invitations/[token]', '/.well-known/jwks.json'].map(tagOf)).toEqual([
      'Invitations',
      'My invitations',
      'Organization tokens',
    ])
  })

  it('shows who may call an operation', () => {
    expect(shown).toMatchObject({ id: 'updateNote', method: 'PATCH', path: '/api/v1/notes/{id}' })
    expect([shown!.permission, shown!.roles]).toEqual([writeNotes, ['owner', 'admin']])
    expect(shown!.proofs).toEqual(['organizationToken', 'session'])
  })

  it('shows fields with their types and limits, nested ones included', () => {
    expect(shown!.bodies).toEqual([
      [
        { name: 'number', type: 'string', required: true, constraints: ['1 to 20 characters'] },
        { name: 'lines', type: 'array of objects', required: true, constraints: ['up to 9 items'] },
        { name: 'lines[].sum', type: 'integer', required: true, constraints: [] },
      ],
    ])
    expect(shown!.parameters.query[0]).toMatchObject({ name: 'limit', type: 'integer', required: false })
    expect(shown!.parameters.query[0]!.constraints).toEqual(['1 to 100', 'default 20'])
    const names = shown!.answers[0]!.fields.map(({ name, type }) => `${name}: ${type}`)
    expect(names).toEqual([
      'data: array of objects',
      'data[].id: string',
      'data[].written_by: object or null',
      'data[].written_by.name: string',
      'next_cursor: string or null',
    ])
  })

  it('lists refusals by status, including those of authentication', () => {
    const codes = shown!.refusals.map(({ status, code }) => `${status} ${code}`)
    expect(codes).toContain('401 invalid_token')
    expect(codes).toContain('403 cross_origin')
    expect(codes).toContain('409 conflict')
    expect(codes).toEqual([...codes].sort((a, b) => Number(a.slice(0, 3)) - Number(b.slice(0, 3))))
  })

  it('shows a command that works in a shell', () => {
    const call = { ...settings, method: 'PUT', path: '/api/x', proofs: ['session'] } as const
    expect(curlOf({ ...call, proofs: ['session'], body: { type: 'application/json', example: "it's" } })).toBe(
      `curl -X PUT https://a.example/api/x \\
  -b "session=$SESSION" \\
  -H "Origin: https://a.example" \\
  -H "Content-Type: application/json" \\
  -d '"it'\\''s"'`,
    )
    const form = { type: 'application/x-www-form-urlencoded', example: { grant_type: 'client_credentials' } }
    expect(curlOf({ ...call, method: 'POST', proofs: ['client'], body: form })).toContain(
      `-u "$CLIENT_ID:$CLIENT_SECRET" \\\n  --data-urlencode "grant_type=client_credentials"`,
    )
    expect(shown!.curl).toContain('-H "Authorization: Bearer $TOKEN"')
  })

  it('derives the id of an operation from its summary', () => {
    expect(operationIdOf('Create a note')).toBe('createNote')
    expect(operationIdOf('Get the caller')).toBe('getCaller')
  })

  it('shows only the cookie as authentication for calls of a signed-in person', () => {
    const { POST } = userRoute({ POST: operation({ summary: 'Do it', run: async () => undefined }) })
    const [mine] = toReference(buildDocument([{ path: '/api/token', route: POST.route }], settings))
    expect(mine!.operations[0]).toMatchObject({ proofs: ['session'], permission: null, roles: [] })
    expect(mine!.operations[0]!.answers).toEqual([
      { status: '204', words: 'Done, nothing to say', fields: [], example: null },
    ])
  })
})
