import { operation, orgRoute } from '@/lib/http'
import { pageSchema } from '@/lib/schemas'
import { createProject } from '@/lib/projects/commands'
import { listProjects } from '@/lib/projects/queries'
import { toProjectJson, projectJsonSchema, listProjectsSchema, createProjectSchema } from '@/lib/projects/schema'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  GET: operation({
    summary: 'List projects',
    description: 'Newest first.',
    permission: 'org:projects:read',
    query: listProjectsSchema,
    response: pageSchema(projectJsonSchema),
    run: async ({ ctx, query }) => {
      const { data, nextCursor } = await listProjects(ctx, query)
      return { data: data.map(toProjectJson), next_cursor: nextCursor }
    },
  }),
  POST: operation({
    summary: 'Create a project',
    permission: 'org:projects:write',
    body: createProjectSchema,
    response: projectJsonSchema,
    status: 201,
    run: async ({ ctx, body }) => toProjectJson(await createProject(ctx, body)),
  }),
})
