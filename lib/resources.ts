// The resources of an organization, each declared in lib/<noun>/resource.ts and found by that file name. Navigation,
// overview, export, audit log and API reference read this list, so a new resource needs no other registration.
import type { Permission } from '@/lib/permissions/catalogue'
import type { AuditChanges } from '@/lib/audit/record'
import type { OrgContext } from '@/lib/db/session'
import type { FormField } from '@/lib/schemas'

/** The audit log's sentence after the person's name: "renamed the project A to B". */
type EventSentence = (event: { name: string; changes: AuditChanges }) => string

type Creation = {
  /** The fields of its form. */
  form: readonly FormField[]
  /** Creates a record from what the form sends. Throws validation_failed and what its command throws. */
  create: (ctx: OrgContext, typed: Record<string, string>) => Promise<unknown>
}

export type Resource = {
  /** The singular, as in "a project", and the prefix of its audit actions: `project.created`. */
  noun: string
  /** The plural: the heading of its pages and its label in the navigation. */
  label: string
  /** The last part of its URLs, /o/{slug}/{path} and /api/v1/{path}; with underscores the name of its table. */
  path: string
  /** A name in components/ui/icon.tsx. */
  icon: string
  /** A sentence about the resource for the API reference. */
  description: string
  permissions: { read: Permission; write: Permission }
  /** The column that identifies a row to people. */
  title: string
  /** The column that is set when a row is archived, if rows can be. */
  archived?: string
  /** Loaded when it is needed, because the commands read this list themselves. */
  creation: () => Promise<Creation>
  /** The columns in the export of an organization; `id` is the first. */
  exported: readonly string[]
  /** Sentences for actions that need more than "created the project X". */
  sentences?: Readonly<Record<string, EventSentence>>
}

const modules = import.meta.glob<{ resource: Resource }>('/lib/*/resource.ts', { eager: true })

/** By label. */
export const resources: readonly Resource[] = Object.values(modules)
  .map((module) => module.resource)
  .sort((a, b) => a.label.localeCompare(b.label))

/** The name of the database table. */
export const tableOf = ({ path }: Pick<Resource, 'path'>): string => path.replaceAll('-', '_')
