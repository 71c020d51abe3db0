import { Card } from '@/components/ui/card'
import { CodeBlock } from '@/components/ui/code-block'
import { Icon } from '@/components/ui/icon'
import { getEnv } from '@/lib/env'
import { TryToken } from './try-token'

/** For developers: how to get a token in the browser and how to verify it in a backend. */
export function TokenCard({ slug }: { slug: string }) {
  const { APP_URL, ORG_TOKEN_AUDIENCES, ORG_TOKEN_TTL_SECONDS } = getEnv()
  return (
    <Card>
      <details className="group">
        <summary className="hover:bg-hover flex min-h-12 items-center justify-between gap-3 rounded-xl px-5 font-medium -outline-offset-2 sm:px-6">
          Organization token
          <span className="text-muted ms-auto text-[0.8125rem] font-normal">For your own backend</span>
          <Icon name="forward" className="text-muted size-4 shrink-0 transition-transform group-open:rotate-90" />
        </summary>
        <div className="grid gap-4 border-t px-5 py-5 sm:px-6 lg:grid-cols-2">
          <p className="text-muted max-w-prose text-pretty lg:col-span-2">
            A signed token that says who you are, in which organization, and what you can do there. Any backend can
            verify it with the public keys alone; it lasts {describeSeconds(ORG_TOKEN_TTL_SECONDS)}.
          </p>
          <CodeBlock className="shadow-none" caption="In this browser’s console" code={fetchSample(slug)} />
          <CodeBlock
            className="shadow-none"
            caption="In your backend"
            code={verifySample(APP_URL, ORG_TOKEN_AUDIENCES[0])}
          />
          <TryToken slug={slug} audience={APP_URL} />
        </div>
      </details>
    </Card>
  )
}

const describeSeconds = (seconds: number): string =>
  seconds % 60 === 0 ? `${seconds / 60} ${seconds === 60 ? 'minute' : 'minutes'}` : `${seconds} seconds`

const fetchSample = (slug: string): string => `const answer = await fetch('/api/token', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ organization: '${slug}' }),
})

const { access_token } = await answer.json()
access_token`

const verifySample = (url: string, audience: string): string => `import { createRemoteJWKSet, jwtVerify } from 'jose'

const issuer = '${url}'
const keys = createRemoteJWKSet(
  new URL('/.well-known/jwks.json', issuer))
const { payload } = await jwtVerify(access_token, keys, {
  issuer, audience: ${audience === url ? 'issuer' : `'${audience}'`},
  typ: 'at+jwt', algorithms: ['ES256'],
})

// payload.org_id, payload.org_permissions, …`
