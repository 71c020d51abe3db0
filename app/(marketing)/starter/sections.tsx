import type { ReactNode } from 'react'
import { CodeBlock } from '@/components/ui/code-block'
import { ProductPicture } from './product-picture'
import { isolationSample, verifySample } from './samples'

type SectionProps = { id: string; title: string; points: string[]; children: ReactNode; picture: ReactNode }

function Section({ id, title, points, children, picture }: SectionProps) {
  return (
    <section aria-labelledby={id} className="border-t">
      <div className="mx-auto grid max-w-6xl gap-10 px-5 py-16 sm:px-8 sm:py-24 lg:grid-cols-[1fr_1.25fr] lg:gap-16">
        <div className="grid content-start gap-5">
          <h2 id={id} className="text-3xl leading-tight font-semibold tracking-[-0.03em]">
            {title}
          </h2>
          <p className="text-muted text-base leading-relaxed text-pretty">{children}</p>
          <ul className="grid gap-2 border-t pt-5">
            {points.map((point) => (
              <li
                key={point}
                className="before:bg-accent-text flex gap-3 text-pretty before:mt-2 before:size-1.5 before:shrink-0 before:rounded-[2px]"
              >
                {point}
              </li>
            ))}
          </ul>
        </div>
        <div className="min-w-0 self-center">{picture}</div>
      </div>
    </section>
  )
}

export function OrganizationsSection() {
  return (
    <Section
      id="organizations"
      title="One person, several organizations"
      points={[
        'Switching never asks for another sign-in.',
        'Two tabs can work in two organizations: each page belongs to the one in its address.',
        'To anyone who isn’t a member, an organization looks as if it didn’t exist.',
      ]}
      picture={
        <ProductPicture
          name="switcher"
          alt="The overview of Acme Corp with the open switcher: Acme Corp, Globex Inc and Initech, each with a role."
        />
      }
    >
      A freelancer has a role in each of her clients’ organizations: owner, admin, member or viewer. What she may do
      follows from the organization she is in, never from her account alone.
    </Section>
  )
}

export function MembersSection() {
  return (
    <Section
      id="members"
      title="Pages your customers can use today"
      points={[
        'Found while typing, among 100 members or 100,000.',
        'Every unavailable control says why, and whom to ask.',
        'By keyboard, on a phone, in dark mode, and without JavaScript.',
      ]}
      picture={
        <ProductPicture
          name="members"
          alt="The list of members of Acme Corp with their roles, when they joined and when they were last active."
        />
      }
    >
      Invitations, members, roles, API keys, an audit log and account settings are there, finished and tested. You add
      what your product is about.
    </Section>
  )
}

export function IsolationSection() {
  return (
    <Section
      id="isolation"
      title="Isolation in the database"
      points={[
        'Every tenant table has forced row-level security.',
        'Queries run under a role that owns no table and cannot step around a policy.',
        'References between tenant tables carry the organization too, so a row cannot point across.',
        'A drawer on every page shows what Postgres returned for it, and that none of it was another organization’s.',
      ]}
      picture={
        <div className="grid gap-6">
          <ProductPicture
            name="access"
            alt="The access drawer beside a list of members: the role, the permission, the rows that Postgres returned and 0 of other organizations."
          />
          <CodeBlock caption="What Postgres answers" code={isolationSample} />
        </div>
      }
    >
      A tenant filter in code will be forgotten one day. Here Postgres applies it: a query without an organization
      returns nothing instead of everything.
    </Section>
  )
}

export function TokenSection() {
  return (
    <Section
      id="token"
      title="A token any backend verifies by itself"
      points={[
        'Signed with ES256 and typed at+jwt, the access-token profile of RFC 9068.',
        'Person, organization, role and permissions are inside.',
        'It lives five minutes. This app refuses it at once when the session or the membership ends.',
      ]}
      picture={<CodeBlock caption="Any other service, with jose" code={verifySample} />}
    >
      The public keys are at one URL. A service in any language fetches them once, and then knows who is acting, in
      which organization and with which permissions, without calling back.
    </Section>
  )
}
