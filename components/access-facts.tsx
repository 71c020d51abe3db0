'use client'

import { Icon } from '@/components/ui/icon'
import type { AccessReport } from '@/lib/access-report/schema'
import { ways } from './sign-in-ways'

const counted = (number: Intl.NumberFormat, count: number, one: string, many = `${one}s`) =>
  `${number.format(count)} ${count === 1 ? one : many}`

export function AccessFacts({ report }: { report: AccessReport }) {
  return (
    <>
      <Why {...report} />
      <Rows {...report} />
      <Policies {...report} />
    </>
  )
}

function Why({ person, organization, page, needs, held }: AccessReport) {
  const time = new Intl.DateTimeFormat(person.locale, { dateStyle: 'medium', timeStyle: 'short' })
  const others = needs.filter(({ permission }) => permission && permission !== page.permission)
  return (
    <section>
      <h3>{page.isHeld ? 'Why you see this page' : 'Why you don’t see this page'}</h3>
      <p>
        {person.isPreview ? 'You preview' : 'You are in'} <b>{organization.name}</b> as <b>{person.role}</b>
        {page.permission ? (
          page.isHeld ? (
            <>, and this role can {page.words}.</>
          ) : (
            <>, and this role can’t {page.words}.</>
          )
        ) : (
          <>. Every member can see this page.</>
        )}
      </p>
      <ul className="drawer-needs">
        {[page, ...others]
          .filter(({ permission }) => permission)
          .map(({ permission, words, isHeld }) => (
            <li key={permission} title={words}>
              <Icon name={isHeld ? 'check' : 'close'} />
              <code>{permission}</code>
            </li>
          ))}
      </ul>
      <p className="drawer-note">
        {person.email} · {held.count} of {held.of} permissions · signed in {time.format(new Date(person.signedInAt))}{' '}
        {ways(person.amr)}
      </p>
    </section>
  )
}

function Rows({ organization, person, tables, transactions, unnamed }: AccessReport) {
  const number = new Intl.NumberFormat(person.locale)
  const rows = tables.reduce((sum, each) => sum + each.rows, 0)
  const others = tables.reduce((sum, each) => sum + each.others, 0)
  return (
    <section>
      <h3>What Postgres returned for it</h3>
      <dl className="drawer-numbers">
        <div>
          <dt>of {organization.name}</dt>
          <dd>{number.format(rows - others)}</dd>
        </div>
        <div data-alarm={others > 0 || undefined}>
          <dt>of any other organization</dt>
          <dd>{number.format(others)}</dd>
        </div>
      </dl>
      {tables.length > 0 && (
        <ul className="drawer-tables">
          {tables.map(({ table, rows: count, others: foreign }) => (
            <li key={table} data-alarm={foreign > 0 || undefined}>
              <code>{table}</code>
              <span>{counted(number, count, 'row')}</span>
              <Icon name={foreign > 0 ? 'close' : 'check'} />
            </li>
          ))}
        </ul>
      )}
      <p className="drawer-note">
        Counted just now, in {counted(number, transactions, 'transaction')} of this page: each row’s organization was
        compared with yours.
        {unnamed > 0 && ` ${counted(number, unnamed, 'more row')} had no id, such as a count.`}
      </p>
      {others > 0 && (
        <p role="alert" className="text-danger-text font-medium">
          Rows of another organization came back. Isolation is broken: tell the people who run this server.
        </p>
      )}
    </section>
  )
}

function Policies({ tables }: AccessReport) {
  const policies = Map.groupBy(tables, ({ policy }) => policy ?? 'none')
  if (tables.length === 0) return null
  return (
    <section>
      <h3>The policy in force</h3>
      {[...policies].map(([policy, of]) => (
        <figure key={policy} className="drawer-policy">
          <figcaption>{of.map(({ table }) => table).join(', ')}</figcaption>
          <pre tabIndex={0}>{policyText(policy)}</pre>
        </figure>
      ))}
      <p className="drawer-note">
        Read from <code>pg_policies</code>.{' '}
        {tables.every(({ isForced }) => isForced) &&
          'Row-level security is forced: it holds for the tables’ owner, too.'}
      </p>
    </section>
  )
}

// As pg_policies shows it, without the parentheses around all of it and the name of the sub-select.
const policyText = (policy: string): string =>
  policy
    .replace(/\( SELECT current_org\(\) AS current_org\)/g, 'current_org()')
    .replace(/^\((.*)\)$/s, '$1')
    .replace(/\n\s+/g, '\n  ')
