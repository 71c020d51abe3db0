import { Badge } from '@/components/ui/badge'
import { getEnv } from '@/lib/env'
import { accounts, demoPassword, organizationsOf } from '@/prisma/demo-data'
import { withReturn } from '../urls'

/** The address and password of the chosen demo account. Never in production. */
export function demoCredentials(email: string | undefined) {
  const known = getEnv().APP_MODE !== 'production' && email !== undefined && Object.hasOwn(accounts, email)
  return known ? { email, password: demoPassword } : undefined
}

const membershipsOf = (email: string) =>
  organizationsOf(getEnv().TENANCY_MODE).flatMap(({ name, members }) =>
    members.filter(([address]) => address === email).map(([, role]) => ({ name, role })),
  )

/** Choosing an account fills in the form. Each is a link, so that it works without a script. */
export function DemoAccounts({ callbackUrl }: { callbackUrl: string | undefined }) {
  if (getEnv().APP_MODE === 'production') return null
  const path = withReturn('/sign-in', callbackUrl)
  return (
    <section aria-labelledby="demo-accounts" className="mt-10 rounded-xl border border-dashed">
      <header className="px-4 pt-3.5 pb-2">
        <h2 id="demo-accounts" className="font-medium">
          Demo accounts
        </h2>
        <p className="text-muted text-[0.8125rem]">
          Choose one to fill in the form. They all use the password{' '}
          <code className="text-ink font-mono text-xs whitespace-nowrap">{demoPassword}</code>
        </p>
      </header>
      <ul className="divide-y border-t">
        {Object.entries(accounts).map(([email]) => (
          <li key={email}>
            <a
              href={`${path}${path.includes('?') ? '&' : '?'}demo=${encodeURIComponent(email)}`}
              className="hover:bg-hover flex min-h-11 flex-wrap items-center justify-between gap-x-3 gap-y-1 px-4 py-2 text-[0.8125rem] -outline-offset-2"
            >
              <span>{email}</span>
              <span className="flex flex-wrap gap-1">
                {membershipsOf(email).map(({ name, role }) => (
                  <Badge key={name}>
                    {name.split(' ')[0]} {role}
                  </Badge>
                ))}
                {membershipsOf(email).length === 0 && <Badge>no organization</Badge>}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
