// What navigation, overview, export, audit log and API reference show of projects.
import { parse } from '@/lib/requests/input'
import type { Resource } from '@/lib/resources'

export const resource: Resource = {
  noun: 'project',
  label: 'Projects',
  path: 'projects',
  icon: 'projects',
  description: 'What the people of an organization work on.',
  permissions: { read: 'org:projects:read', write: 'org:projects:write' },
  title: 'name',
  archived: 'archived_at',
  creation: async () => {
    const [{ createProject }, { createProjectSchema, projectForm }] = await Promise.all([
      import('./commands'),
      import('./schema'),
    ])
    return { form: projectForm, create: (ctx, typed) => createProject(ctx, parse(createProjectSchema, typed)) }
  },
  exported: ['id', 'name', 'description', 'archived_at', 'created_by', 'created_at', 'updated_at'],
  sentences: {
    'project.updated': ({ name, changes }) =>
      changes.name ? `renamed the project ${String(changes.name[0])} to ${name}` : `changed the project ${name}`,
  },
}
