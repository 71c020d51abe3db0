// The resources of an organization, as each declares itself in lib/<noun>/resource.ts: found by that name, so that nothing else
// has to be told of a new one. Navigation, overview, export, audit log and API reference read this list.
import type { Permission } from '@/lib/permissions/catalogue'
import type { AuditChanges } from '@/lib/audit/record'

/** What the audit log says after the name of the person: "renamed the project A to B". */
export type EventSentence = (event: { name: string; changes: AuditChanges }) => string

export type Resource = {
  /** In the singular, as in "a project", and the prefix of its audit actions: `project.created`. */
  noun: string
  /** The plural: the heading of its pages and its entry in the navigation. */
  label: string
  /** The last part of its address: /o/{slug}/{path}, /api/v1/{path}; with underscores the name of its table. */
  path: string
  /** One of components/icon.tsx. */
  icon: string
  /** What it is, in a sentence. The API reference shows it. */
  description: string
  permissions: { read: Permission; write: Permission }
  /** The column that a person knows a row by. */
  title: string
  /** The column that is set when a row is put away, where rows can be. */
  archived?: string
  /** The columns in the export of an organization; `id` is the first. */
  exported: readonly string[]
  /** Sentences for actions that "created the project X" does not say well enough. */
  sentences?: Readonly<Record<string, EventSentence>>
}

const modules = import.meta.glob<{ resource: Resource }>('/lib/*/resource.ts', { eager: true })

/** By label. */
export const resources: readonly Resource[] = Object.values(modules)
  .map((module) => module.resource)
  .sort((a, b) => a.label.localeCompare(b.label))

/** The name of its table in the database. */
export const tableOf = ({ path }: Pick<Resource, 'path'>): string => path.replaceAll('-', '_')
