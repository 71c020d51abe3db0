import { operation, orgRoute } from '@/lib/http'
import { deleteProject, updateProject } from '@/lib/projects/commands'
import { getProject } from '@/lib/projects/queries'
import { toProjectJson, projectJsonSchema, updateProjectSchema } from '@/lib/projects/schema'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = orgRoute({
  GET: operation({
    summary: 'Get a project',
    permission: 'org:projects:read',
    response: projectJsonSchema,
    run: async ({ ctx, params }) => toProjectJson(await getProject(ctx, params.id!)),
    version: (project) => project.updated_at,
  }),
  PATCH: operation({
    summary: 'Update a project',
    description: 'Changes the fields that are sent. Status archives it and brings it back.',
    permission: 'org:projects:write',
    errors: ['precondition_failed'],
    body: updateProjectSchema,
    response: projectJsonSchema,
    run: async ({ ctx, params, body, expectedVersion }) =>
      toProjectJson(await updateProject(ctx, params.id!, body, expectedVersion)),
    version: (project) => project.updated_at,
  }),
  DELETE: operation({
    summary: 'Delete a project',
    permission: 'org:projects:write',
    errors: ['precondition_failed'],
    run: async ({ ctx, params, expectedVersion }) => {
      await deleteProject(ctx, params.id!, expectedVersion)
    },
  }),
})
