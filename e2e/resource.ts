// The resource that general journeys write to: one that needs only a title. Without such a resource they are skipped.
import { resource as sample } from '../lib/projects/resource'
import type { Resource } from '../lib/resources'
import { test } from './fixtures'

const declared: Resource | null = sample

const { path, label, noun, title, permissions } = declared ?? {
  path: 'none',
  label: 'None',
  noun: 'none',
  title: 'none',
  permissions: { read: 'org:read', write: 'org:manage' },
}
const words = noun.replaceAll('_', ' ')

export const resource = {
  isThere: declared !== null,
  path,
  label,
  permissions,
  /** As the pages name one: "New invoice", "Create invoice". */
  newOne: `New ${words}`,
  create: `Create ${words}`,
  words,
  noun,
  /** The label of its title field, and the name of that field in the API. */
  field: `${title.charAt(0).toUpperCase()}${title.slice(1)}`.replaceAll('_', ' '),
  title,
}

/** Call at the beginning of a journey that needs such a resource. */
export const needsResource = () => test.skip(!resource.isThere, 'No resource is declared in e2e/resource.ts.')
