import { permissions, permissionWords, type Permission } from '@/lib/auth/permissions'
import { toSentence } from './sentence'

/** A role as it is stored now, as far as a form is concerned. */
export type SavedRole = { name: string; description: string; permissions: readonly Permission[]; version: string }

type RoleConflictProps = { saved: SavedRole; typed: Record<string, string>; path: string }
type Difference = { label: string; theirs: string; yours: string }

/** For the second of two writers: what the first one saved beside what they typed, as far as these differ. */
export function RoleConflict({ saved, typed, path }: RoleConflictProps) {
  const differences = compare(saved, typed)
  return (
    <section
      aria-labelledby="role-conflict"
      className="border-warning-text/30 bg-warning-soft grid gap-3 rounded-lg border p-4"
    >
      <h2 id="role-conflict" className="text-warning-text font-semibold">
        Two of you changed this role
      </h2>
      {differences.length > 0 ? (
        <dl className="bg-surface grid divide-y rounded-md border">
          {differences.map(({ label, theirs, yours }) => (
            <div
              key={label}
              className="grid gap-x-4 gap-y-1 px-3 py-2.5 sm:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)_minmax(0,1fr)]"
            >
              <dt className="font-medium">{label}</dt>
              <dd className="wrap-anywhere">
                <span className="text-muted block text-xs">Saved meanwhile</span>
                <del className="no-underline">{theirs}</del>
              </dd>
              <dd className="wrap-anywhere">
                <span className="text-muted block text-xs">Yours</span>
                <ins className="font-medium no-underline">{yours}</ins>
              </dd>
            </div>
          ))}
        </dl>
      ) : (
        <p>Both of you wrote the same.</p>
      )}
      <p className="text-pretty">
        Nothing that you typed is lost: it stands below. Saving again puts it over what was saved meanwhile; change it
        first to bring both together. Or{' '}
        <a href={path} className="underline underline-offset-3">
          take what was saved
        </a>
        .
      </p>
    </section>
  )
}

function compare(saved: SavedRole, typed: Record<string, string>): Difference[] {
  const texts = (['name', 'description'] as const)
    .filter((field) => saved[field] !== (typed[field] ?? '').trim())
    .map((field) => ({
      label: field === 'name' ? 'Name' : 'Description',
      theirs: saved[field] || 'Empty',
      yours: typed[field] || 'Empty',
    }))
  const boxes = permissions
    .filter((permission) => saved.permissions.includes(permission) !== (typed[permission] !== undefined))
    .map((permission) => {
      const words = { true: 'Allowed', false: 'Not allowed' } as const
      const theirs = saved.permissions.includes(permission)
      return { label: toSentence(permissionWords[permission]), theirs: words[`${theirs}`], yours: words[`${!theirs}`] }
    })
  return [...texts, ...boxes]
}
