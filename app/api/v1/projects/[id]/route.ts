import { operation, orgRoute } from '@/lib/http'
import { deleteProject, getProject, toProjectJson, updateProject, updateProjectSchema } from '@/lib/projects'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  GET: operation({ run: async ({ ctx, params }) => toProjectJson(await getProject(ctx, params.id!)) }),
  PATCH: operation({
    body: updateProjectSchema,
    run: async ({ ctx, params, body }) => toProjectJson(await updateProject(ctx, params.id!, body)),
  }),
  DELETE: operation({ run: ({ ctx, params }) => deleteProject(ctx, params.id!) }),
})
