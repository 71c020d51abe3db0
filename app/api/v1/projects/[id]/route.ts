import { operation, orgRoute } from '@/lib/http'
import {
  deleteProject,
  getProject,
  projectJsonSchema,
  toProjectJson,
  updateProject,
  updateProjectSchema,
} from '@/lib/projects'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  GET: operation({
    summary: 'Get a project',
    permission: 'org:projects:read',
    response: projectJsonSchema,
    run: async ({ ctx, params }) => toProjectJson(await getProject(ctx, params.id!)),
  }),
  PATCH: operation({
    summary: 'Update a project',
    description: 'Changes the fields that are sent. Status archives it and brings it back.',
    permission: 'org:projects:write',
    body: updateProjectSchema,
    response: projectJsonSchema,
    run: async ({ ctx, params, body }) => toProjectJson(await updateProject(ctx, params.id!, body)),
  }),
  DELETE: operation({
    summary: 'Delete a project',
    permission: 'org:projects:write',
    run: ({ ctx, params }) => deleteProject(ctx, params.id!),
  }),
})
