import { operation, orgRoute } from '@/lib/http'
import { createProject, createProjectSchema, listProjects, listProjectsSchema, toProjectJson } from '@/lib/projects'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  GET: operation({
    query: listProjectsSchema,
    run: async ({ ctx, query }) => {
      const { data, nextCursor } = await listProjects(ctx, query)
      return { data: data.map(toProjectJson), next_cursor: nextCursor }
    },
  }),
  POST: operation({
    body: createProjectSchema,
    status: 201,
    run: async ({ ctx, body }) => toProjectJson(await createProject(ctx, body)),
  }),
})
