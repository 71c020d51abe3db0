import { clsx } from 'clsx'
import Form from 'next/form'
import { Fragment, type ReactNode } from 'react'
import { PageLink } from '@/components/page-link'
import { Button, buttonVariants } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Input } from '@/components/ui/input'
import { SearchInput } from '@/components/ui/search-input'
import { Label } from '@/components/ui/label'
import { Select } from '@/components/ui/select'
import { systemActor } from '@/lib/audit-log/actors'
import type { AuditFacets } from '@/lib/audit-log/view'
import { actionName, kindName } from '@/lib/audit-log/sentences'
import type { AuditLogSearch } from '@/lib/audit-log/schema'

type Search = Omit<AuditLogSearch, 'cursor'>

export const isFiltered = ({ actor, action, from, to }: Omit<Search, 'person'>): boolean =>
  Boolean(actor || action || from || to)

/** Whether the range ends before it begins. Days are written so that they sort as text. */
export const isReversed = ({ from, to }: Pick<Search, 'from' | 'to'>): boolean => Boolean(from && to && from > to)

type FiltersProps = AuditFacets & { path: string; search: Search }

/** A GET form, so that the filter is part of the URL and works without a script. */
export function Filters({ path, search, actions, actors, moreActors, system }: FiltersProps) {
  const { action, from, to } = search
  // Makes the fields follow the URL, also after Clear and Back. The button stays, and with it the focus.
  const key = JSON.stringify(search)
  return (
    <Form action={path} prefetch={false} scroll={false} aria-label="Filter events" className="@container pb-4">
      <div className="grid grid-cols-2 items-end gap-3 @4xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_9.5rem_9.5rem_auto]">
        <Fragment key={key}>
          {moreActors && <PersonFinder person={search.person} found={actors.length} />}
          <Filter id="actor" label="Person" wide>
            <ActorSelect search={search} actors={actors} system={system} />
          </Filter>
          <Filter id="action" label="Action" wide>
            <ActionSelect action={action} actions={actions} />
          </Filter>
          <Filter id="from" label="From">
            <Input
              id="from"
              name="from"
              type="date"
              defaultValue={from}
              aria-invalid={isReversed(search) || undefined}
            />
          </Filter>
          <Filter id="to" label="To">
            <Input id="to" name="to" type="date" defaultValue={to} />
          </Filter>
        </Fragment>
        <div className="col-span-2 flex gap-2 @4xl:col-span-1">
          <Button type="submit" variant="secondary">
            Filter
          </Button>
          {(isFiltered(search) || search.person) && (
            <PageLink href={path} className={buttonVariants({ variant: 'ghost' })}>
              Clear
            </PageLink>
          )}
        </div>
        <Checkbox
          key={`sessions ${key}`}
          name="sessions"
          value="shown"
          defaultChecked={search.sessions === 'shown'}
          className="col-span-full"
        >
          Show sign-ins and sign-outs
        </Checkbox>
      </div>
    </Form>
  )
}

/** Searches for a person first, because more people have acted than the select can list. */
function PersonFinder({ person, found }: { person: string; found: number }) {
  return (
    <div className="col-span-full flex flex-wrap items-center gap-x-4 gap-y-1.5">
      <SearchInput
        name="person"
        label="Find a person"
        defaultValue={person}
        autoComplete="off"
        aria-describedby="person-hint"
        className="w-full sm:w-72"
      />
      <p id="person-hint" role="status" className="text-muted text-[0.8125rem] text-pretty">
        {!person
          ? 'Too many people to list. Type part of a name.'
          : found === 0
            ? 'No one by that name is in the log.'
            : `${found} match. Choose one under Person.`}
      </p>
    </div>
  )
}

type ActorsProps = Pick<FiltersProps, 'search' | 'actors' | 'system'>

function ActorSelect({ search, actors, system }: ActorsProps) {
  const { actor, person } = search
  const known = actor === systemActor || actors.some(({ id }) => id === actor)
  return (
    <Select id="actor" name="actor" defaultValue={actor}>
      <option value="">{person && actors.length > 0 ? `Choose one of ${actors.length}` : 'Everyone'}</option>
      {actor && !known && <option value={actor}>{actor}</option>}
      {(system || actor === systemActor) && <option value={systemActor}>System</option>}
      {actors.map(({ id, name, type }) => (
        <option key={id} value={id}>
          {type === 'api_key' ? `${name} (API key)` : name}
        </option>
      ))}
    </Select>
  )
}

type FilterProps = { id: string; label: string; wide?: boolean; children: ReactNode }

function Filter({ id, label, wide, children }: FilterProps) {
  return (
    <div className={clsx('grid grid-cols-[minmax(0,1fr)] gap-1.5', wide && 'col-span-2 @lg:col-span-1')}>
      <Label htmlFor={id}>{label}</Label>
      {children}
    </div>
  )
}

function ActionSelect({ action, actions }: { action: string; actions: string[] }) {
  const kinds = [...new Set(actions.map((name) => name.split('.')[0]!))]
  const known = actions.includes(action) || kinds.includes(action.slice(0, -1))
  return (
    <Select id="action" name="action" defaultValue={action}>
      <option value="">Everything</option>
      {action && !known && <option value={action}>{action}</option>}
      {kinds.map((kind) => (
        // Not an <optgroup>: a closed select shows the option alone, so each option begins with its kind.
        <Fragment key={kind}>
          <option value={`${kind}.`}>{kindName(kind)}: all</option>
          {actions
            .filter((name) => name.startsWith(`${kind}.`))
            .map((name) => (
              <option key={name} value={name}>
                {`${kindName(kind)}: ${actionName(name)}`}
              </option>
            ))}
        </Fragment>
      ))}
    </Select>
  )
}
