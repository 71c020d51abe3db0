// Request and response schemas of the projects API, and the fields of its form.
import { limitSchema, cursorSchema } from '@/lib/pagination'
import {
  idSchema,
  multiLine,
  nameSchema,
  personSchema,
  searchSchema,
  singleLine,
  timeSchema,
  type FormField,
} from '@/lib/schemas'
import { z } from 'zod'

export const projectFields = {
  id: true,
  name: true,
  description: true,
  archivedAt: true,
  createdAt: true,
  updatedAt: true,
  creator: { select: { id: true, name: true } },
} as const

export type Project = {
  id: string
  name: string
  description: string
  archivedAt: Date | null
  createdAt: Date
  updatedAt: Date
  creator: { id: string; name: string } | null
}

const statusSchema = z.enum(['active', 'archived'], 'Use active or archived.').meta({ example: 'active' })
export const createProjectSchema = z.strictObject({
  name: singleLine(120).meta({ example: 'Website relaunch' }),
  description: multiLine(5000).meta({ example: 'New pages by spring.' }).optional(),
})

export const updateProjectSchema = createProjectSchema.partial().extend({ status: statusSchema.optional() })

export const listProjectsSchema = z.object({
  query: searchSchema(120).meta({ description: 'Words in the name or description.' }),
  status: statusSchema.optional(),
  limit: limitSchema,
  cursor: cursorSchema,
})

/** The search parameters of the list of projects; invalid values count as absent. */
export const projectsSearchSchema = z.object({
  query: singleLine(100).catch(''),
  status: z.enum(['active', 'archived', 'all']).catch('active'),
  cursor: z.string().optional().catch(undefined),
})

/** The fields of the form. */
export const projectForm: readonly FormField[] = [
  { name: 'name', label: 'Name', type: 'text' },
  {
    name: 'description',
    label: 'Description',
    type: 'multiline',
    hint: 'Optional. What it is for, and who it is for.',
  },
]

export type CreateProjectInput = z.infer<typeof createProjectSchema>
export type UpdateProjectInput = z.infer<typeof updateProjectSchema>
export type ListProjectsInput = z.infer<typeof listProjectsSchema>

/** The API's JSON of a project. */
export const projectJsonSchema = z
  .object({
    id: idSchema('proj'),
    name: nameSchema('Website relaunch'),
    description: z.string().meta({ example: 'New pages by spring.' }),
    status: statusSchema,
    created_by: personSchema.nullable().meta({ description: 'Null when its creator has left.' }),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: 'Project' })
export const toProjectJson = (project: Project): z.infer<typeof projectJsonSchema> => ({
  id: project.id,
  name: project.name,
  description: project.description,
  status: project.archivedAt ? 'archived' : 'active',
  created_by: project.creator && { user_id: project.creator.id, name: project.creator.name },
  created_at: project.createdAt.toISOString(),
  updated_at: project.updatedAt.toISOString(),
})
