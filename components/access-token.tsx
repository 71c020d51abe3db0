'use client'

import { useEffect, useState } from 'react'
import { copy } from '@/components/copy-field'
import { Button } from '@/components/ui/button'
import { orgFetch } from '@/lib/org-token/browser'

type Claims = Record<string, unknown> & { exp: number; iat: number }

// The claims are only shown here. A backend that relies on them verifies the signature.
function readClaims(token: string): Claims {
  const bytes = Uint8Array.from(atob(token.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
    char.charCodeAt(0),
  )
  return JSON.parse(new TextDecoder().decode(bytes)) as Claims
}

/** The claims of the token that this tab's calls carry, and how long it lives. */
export function AccessToken({ slug, audience, locale }: { slug: string; audience: string; locale: string }) {
  const [token, setToken] = useState<string | null>()
  const [now, setNow] = useState(() => Date.now())
  const [renewals, setRenewals] = useState(0)
  useEffect(() => {
    let isOld = false
    const fetcher = orgFetch(slug, audience)
    if (renewals > 0) fetcher.renew()
    fetcher.token().then(
      (issued) => !isOld && setToken(typeof issued === 'string' ? issued : null),
      () => !isOld && setToken(null),
    )
    return () => {
      isOld = true
    }
  }, [slug, audience, renewals])
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const claims = token ? readClaims(token) : null
  const left = claims ? Math.max(0, Math.round(claims.exp - now / 1000)) : 0
  return (
    <section>
      <h3>
        This tab’s token
        {claims && (
          <span className="drawer-left" data-short={left < 60 || undefined}>
            {left > 0 ? `${left} s left` : 'expired'}
          </span>
        )}
      </h3>
      {claims && (
        <>
          <progress aria-label="Time left" max={claims.exp - claims.iat} value={left} />
          <dl className="drawer-claims">
            {Object.entries(claims).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{textOf(name, value, locale)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      <p className="drawer-note">
        {token === null
          ? 'A token can’t be fetched now.'
          : 'Other backends verify it offline, with the published keys. It is kept only in this tab’s memory.'}
      </p>
      <div className="flex flex-wrap gap-2">
        {token && (
          <Button variant="secondary" size="sm" onClick={() => copy(token, 'Token copied.')}>
            Copy the token
          </Button>
        )}
        <Button variant="secondary" size="sm" onClick={() => setRenewals(renewals + 1)}>
          Get a new token
        </Button>
      </div>
    </section>
  )
}

function textOf(name: string, value: unknown, locale: string): string {
  if (['iat', 'exp', 'auth_time', 'nbf'].includes(name))
    return `${value} · ${new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(Number(value) * 1000)}`
  return Array.isArray(value) ? value.join(' ') : typeof value === 'object' ? JSON.stringify(value) : String(value)
}
