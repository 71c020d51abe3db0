import Form from 'next/form'
import { PageLink } from '@/components/page-link'
import { Button, buttonVariants } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Label } from '@/components/ui/label'
import { Select } from '@/components/ui/select'
import type { AuditActor } from '@/lib/audit/overview'
import { actionName, kindName } from '@/lib/audit/sentence'
import { isFiltered, type LogAddress } from './log-address'

type FiltersProps = { path: string; address: LogAddress; actors: AuditActor[]; actions: string[] }

/** By GET: what is filtered is part of the address, and it works without a script. */
export function Filters({ path, address, actors, actions }: FiltersProps) {
  const { actor, action, from, to } = address
  return (
    <Form
      // Its fields show what the address says, also after Clear and Back.
      key={JSON.stringify(address)}
      action={path}
      prefetch={false}
      scroll={false}
      aria-label="Filter events"
      className="grid grid-cols-2 items-end gap-3 pb-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_9.5rem_9.5rem_auto]"
    >
      <Filter id="actor" label="Person" wide>
        <Select id="actor" name="actor" defaultValue={actor}>
          <option value="">Everybody</option>
          {actor && !actors.some(({ id }) => id === actor) && <option value={actor}>{actor}</option>}
          {actors.map(({ id, name, type }) => (
            <option key={id} value={id}>
              {type === 'api_key' ? `${name} (API key)` : name}
            </option>
          ))}
        </Select>
      </Filter>
      <Filter id="action" label="Action" wide>
        <ActionSelect action={action} actions={actions} />
      </Filter>
      <Filter id="from" label="From">
        <Input id="from" name="from" type="date" defaultValue={from} />
      </Filter>
      <Filter id="to" label="To">
        <Input id="to" name="to" type="date" defaultValue={to} />
      </Filter>
      <div className="col-span-2 flex gap-2 lg:col-span-1">
        <Button type="submit" variant="secondary">
          Filter
        </Button>
        {isFiltered(address) && (
          <PageLink href={path} className={buttonVariants({ variant: 'ghost' })}>
            Clear
          </PageLink>
        )}
      </div>
    </Form>
  )
}

function Filter({
  id,
  label,
  wide,
  children,
}: {
  id: string
  label: string
  wide?: boolean
  children: React.ReactNode
}) {
  return (
    <div className={wide ? 'col-span-2 grid gap-1.5 sm:col-span-1' : 'grid gap-1.5'}>
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
        <optgroup key={kind} label={kindName(kind)}>
          <option value={`${kind}.`}>{kindName(kind)}: all</option>
          {actions
            .filter((name) => name.startsWith(`${kind}.`))
            .map((name) => (
              <option key={name} value={name}>
                {actionName(name)}
              </option>
            ))}
        </optgroup>
      ))}
    </Select>
  )
}
