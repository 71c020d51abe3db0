'use client'

// What the selected role would change. All descriptions are rendered, in the order of the options, and CSS shows the selected
// one (`data-meanings` in app/styles/roles.css), so that it works without a script.
import { Alert } from '@/components/ui/alert'
import type { RoleWords } from './role-words'

type RoleMeaningsProps = {
  /** Members of the same role share one object, so that it is sent to the browser once. */
  roles: RoleWords[] | null
  /** The page that describes all roles, linked if `roles` is null. */
  rolesHref: string
  /** Whose role changes: several members', or the viewer's own. */
  whose?: 'several' | 'mine'
}

export function RoleMeanings({ roles, rolesHref, whose }: RoleMeaningsProps) {
  if (!roles)
    return (
      <a href={rolesHref} target="_blank" className="text-muted text-[0.8125rem] underline underline-offset-4">
        See what each role allows
      </a>
    )
  return (
    <ul data-meanings aria-live="polite" className="text-muted text-[0.8125rem] text-pretty">
      {roles.map((words) => (
        <li key={words.role} className="gap-2">
          <Meaning {...words} whose={whose} />
        </li>
      ))}
    </ul>
  )
}

function Meaning({ same, more, less, whose }: RoleWords & Pick<RoleMeaningsProps, 'whose'>) {
  const who = whose === 'mine' ? 'You' : 'They'
  if (same) return <p>This is the current role.</p>
  if (!more && !less) return <p>{who} have the same permissions as before.</p>
  return (
    <>
      {more && (
        <p>
          <b className="text-ink font-medium">{whose === 'several' ? 'They can' : `${who} can also`}</b> {more}.
        </p>
      )}
      {less && (
        <p>
          <b className="text-ink font-medium">{who} can no longer</b> {less}.
        </p>
      )}
      {less && whose === 'mine' && (
        <Alert tone="warning">You’re lowering your own role. Only another member can change it back.</Alert>
      )}
    </>
  )
}
