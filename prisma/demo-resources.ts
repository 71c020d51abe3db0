// What the demo's organizations hold besides their people: one file for each resource in prisma/demo, found by its place.
import { existsSync, readdirSync } from 'node:fs'
import type { OrgDb } from '@/lib/db/with-org'
import type { Event, Person } from './demo-trail'

export type DemoResource = {
  /** Fills a new organization. `writers`: ids of members who may create records. */
  fill: (db: OrgDb, demo: { slug: string; writers: string[]; historyDays: number }) => Promise<unknown>
  /** Its events of the last weeks, for the audit log. */
  eventsOf: (db: OrgDb, people: Person[]) => Promise<Event[]>
}

export async function loadDemoResources(): Promise<DemoResource[]> {
  const folder = new URL('./demo/', import.meta.url)
  // Git keeps no empty folder.
  const files = existsSync(folder) ? readdirSync(folder) : []
  const modules = files.map((file) => import(new URL(file, folder).href) as Promise<{ demo: DemoResource }>)
  return (await Promise.all(modules)).map(({ demo }) => demo)
}
