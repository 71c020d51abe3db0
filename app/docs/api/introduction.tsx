import type { ReactNode } from 'react'
import { buttonVariants } from '@/components/ui/button'
import { CodeBlock } from '@/components/ui/code-block'

export const introductionParts = [
  { id: 'introduction', title: 'Introduction' },
  { id: 'authentication', title: 'Authentication' },
  { id: 'errors', title: 'Errors' },
  { id: 'lists', title: 'Lists' },
] as const

const problemSample = `HTTP/1.1 422 Unprocessable Content
Content-Type: application/problem+json

{
  "type": "urn:problem:validation_failed",
  "title": "Some fields need your attention.",
  "status": 422,
  "detail": "Some fields need your attention.",
  "code": "validation_failed",
  "errors": [
    { "path": "name", "message": "This is required." }
  ]
}`

const listSample = `{
  "data": [{ "id": "proj_01k9…" }],
  "next_cursor": "Zk3vQ1…"
}`

const authenticationSample = (
  url: string,
  cookieName: string,
) => `# A signed-in browser gets a token for one organization.
curl -X POST ${url}/api/token \\
  -b "${cookieName}=$SESSION" \\
  -H "Origin: ${url}" \\
  -H "Content-Type: application/json" \\
  -d '{ "organization": "acme" }'

# The token is the scope of every call below /api/v1.
curl ${url}/api/v1/members \\
  -H "Authorization: Bearer $TOKEN"`

export function Introduction({ url, cookieName }: { url: string; cookieName: string }) {
  return (
    <>
      <div className="grid gap-5 pt-10 pb-14 sm:pt-16">
        <h1 id="introduction" className="text-4xl leading-tight font-semibold tracking-[-0.04em] sm:text-5xl">
          API reference
        </h1>
        <p className="text-muted max-w-2xl text-lg leading-relaxed text-pretty">
          JSON in, JSON out, and one rule: the token says which organization a call is about. No call below /api/v1
          takes an organization’s id, so none can reach another’s data.
        </p>
        <div className="flex flex-wrap items-center gap-3">
          <code className="bg-sunken rounded-md border px-3 py-2 font-mono text-[0.8125rem] break-all">{url}</code>
          <a href="/api/openapi.json" className={buttonVariants({ variant: 'secondary' })}>
            OpenAPI 3.1 document
          </a>
        </div>
      </div>
      <Part
        id="authentication"
        title="Authentication"
        sample={<CodeBlock code={authenticationSample(url, cookieName)} />}
      >
        <p>
          Calls below <code>/api/v1</code> take an organization token as a bearer: a JWT that lives a few minutes and
          carries the organization, the role and the permissions. A browser may also send its session cookie; it then
          acts in its active organization, and changes only come from our own origin.
        </p>
        <p>
          A token stops working here at once when its session or membership ends. Your own backends verify it with the{' '}
          <a href="#getPublicKeys" className="text-accent-text underline underline-offset-2">
            public keys
          </a>
          , without a call back.
        </p>
        <p>
          Calls with a lasting effect (API keys, exports, a new owner, deletion, and grants of roles that bring people
          in or change roles) need the session of a browser with a recent sign-in. Others get{' '}
          <code>reauth_required</code>.
        </p>
      </Part>
      <Part id="errors" title="Errors" sample={<CodeBlock code={problemSample} />}>
        <p>
          Every refusal is a problem document (RFC 9457). Match on <code>code</code>: it is stable. <code>detail</code>{' '}
          is for people and may change. A 422 lists every wrong field.
        </p>
        <p>
          What belongs to another organization answers 404, exactly as if it did not exist. A 429 and a 503 say in{' '}
          <code>Retry-After</code> how many seconds to wait. Bodies may have up to 64 KiB; unknown fields are refused.
        </p>
      </Part>
      <Part id="lists" title="Lists" sample={<CodeBlock code={listSample} />}>
        <p>
          Lists take <code>limit</code> (1 to 100, usually 20) and <code>cursor</code>. Send <code>next_cursor</code> of
          one page as the <code>cursor</code> of the next; it is null on the last. Times are ISO 8601 in UTC, and an
          id’s prefix says what it is the id of.
        </p>
      </Part>
    </>
  )
}

type PartProps = { id: string; title: string; sample: ReactNode; children: ReactNode }

function Part({ id, title, sample, children }: PartProps) {
  return (
    <section
      aria-labelledby={id}
      className="grid gap-x-12 gap-y-6 border-t py-12 xl:grid-cols-[minmax(0,1fr)_minmax(0,30rem)]"
    >
      <div className="[&_code]:bg-sunken text-muted grid max-w-prose content-start gap-3 text-[0.9375rem] leading-relaxed [&_code]:rounded-sm [&_code]:px-1 [&_code]:py-0.5 [&_code]:font-mono [&_code]:text-[0.8125rem]">
        <h2 id={id} className="text-ink text-xl font-semibold tracking-[-0.02em]">
          {title}
        </h2>
        {children}
      </div>
      {sample}
    </section>
  )
}
