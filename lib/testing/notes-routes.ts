// The API of notes, for tests of what every route of a resource does.
import { z } from 'zod'
import { operation, orgRoute } from '@/lib/http'
import { cursorSchema, limitSchema } from '@/lib/pagination'
import { idSchema, multiLine, nameSchema, pageSchema, singleLine, timeSchema } from '@/lib/schemas'
import { createNote, getNote, listNotes, readNotes, removeNote, updateNote, writeNotes, type Note } from './notes'

const descriptionSchema = multiLine(5000)
const createSchema = z.strictObject({ name: singleLine(120), description: descriptionSchema.optional() })
const updateSchema = z.strictObject({
  name: singleLine(120).optional(),
  description: descriptionSchema.optional(),
  archived: z.boolean().optional(),
})

const listSchema = z.object({ limit: limitSchema, cursor: cursorSchema })

const noteSchema = z.object({
  id: idSchema('note'),
  name: nameSchema('Minutes'),
  description: z.string(),
  archived: z.boolean(),
  created_by: idSchema('user').nullable(),
  created_at: timeSchema,
  updated_at: timeSchema,
})

const toJson = (note: Note): z.infer<typeof noteSchema> => ({
  id: note.id,
  name: note.name,
  description: note.description,
  archived: note.archivedAt !== null,
  created_by: note.createdBy,
  created_at: note.createdAt.toISOString(),
  updated_at: note.updatedAt.toISOString(),
})

/** /api/v1/notes */
export const notesRoute = orgRoute({
  GET: operation({
    summary: 'List notes',
    permission: readNotes,
    query: listSchema,
    response: pageSchema(noteSchema),
    run: async ({ ctx, query }) => {
      const { data, nextCursor } = await listNotes(ctx, query)
      return { data: data.map(toJson), next_cursor: nextCursor }
    },
  }),
  POST: operation({
    summary: 'Create a note',
    permission: writeNotes,
    body: createSchema,
    response: noteSchema,
    status: 201,
    run: async ({ ctx, body }) => toJson(await createNote(ctx, body)),
  }),
})

/** /api/v1/notes/[id] */
export const noteRoute = orgRoute({
  GET: operation({
    summary: 'Get a note',
    permission: readNotes,
    response: noteSchema,
    run: async ({ ctx, params }) => toJson(await getNote(ctx, params.id!)),
    version: (note) => note.updated_at,
  }),
  PATCH: operation({
    summary: 'Update a note',
    permission: writeNotes,
    errors: ['precondition_failed'],
    body: updateSchema,
    response: noteSchema,
    run: async ({ ctx, params, body, expectedVersion }) =>
      toJson(await updateNote(ctx, params.id!, body, expectedVersion)),
    version: (note) => note.updated_at,
  }),
  DELETE: operation({
    summary: 'Delete a note',
    permission: writeNotes,
    errors: ['precondition_failed'],
    run: ({ ctx, params, expectedVersion }) => removeNote(ctx, params.id!, expectedVersion),
  }),
})
