import type { ReactNode } from 'react'
import { Icon } from '@/components/ui/icon'
import { CodeBlock } from '@/components/ui/code-block'
import type { ReferenceOperation } from '@/lib/openapi/reference'
import { FieldList } from './field-list'
import { MethodBadge } from './method-badge'
import { Refusals } from './refusals'
import { WhoMay } from './who-may'

/** One operation: its description on the left, an example on the right. */
export function OperationEntry({ operation }: { operation: ReferenceOperation }) {
  const { id, method, path, summary, description, parameters, bodies, answers, refusals, curl } = operation
  return (
    <article
      aria-labelledby={id}
      className="grid gap-x-12 gap-y-6 pt-10 pb-12 sm:pt-16 xl:grid-cols-[minmax(0,1fr)_minmax(0,30rem)]"
    >
      <div className="grid min-w-0 content-start gap-7">
        <header className="grid gap-3">
          <h1 id={id} className="text-2xl leading-tight font-semibold tracking-[-0.03em]">
            {summary}
          </h1>
          <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <MethodBadge method={method} />
            <code className="font-mono text-[0.8125rem] break-all">{path}</code>
          </p>
          {description && <p className="text-muted max-w-prose text-[0.9375rem] text-pretty">{description}</p>}
        </header>
        <WhoMay operation={operation} />
        <Fields title="Path" fields={parameters.path} />
        <Fields title="Query" fields={parameters.query} />
        {bodies.map((fields, index) => (
          <Fields key={index} title={index === 0 ? 'Body' : 'Or this body'} fields={fields} />
        ))}
        <div className="divide-y border-y">
          {answers.map(({ status, fields }) => (
            <Folded key={status} title={`Fields of the answer (${status})`} show={fields.length > 0}>
              <FieldList fields={fields} answered />
            </Folded>
          ))}
          <Folded title={`Errors (${refusals.length})`} show={refusals.length > 0}>
            <Refusals refusals={refusals} />
          </Folded>
        </div>
      </div>
      <div className="grid min-w-0 content-start gap-4 xl:sticky xl:top-20 xl:self-start">
        <CodeBlock caption="Request" code={curl} />
        {answers.map(({ status, words, example }) => (
          <Answer key={status} caption={`${status} ${words}`} example={example} />
        ))}
      </div>
    </article>
  )
}

function Answer({ caption, example }: { caption: string; example: string | null }) {
  if (example !== null) return <CodeBlock caption={caption} code={example} />
  return <p className="bg-raised text-muted shadow-raised rounded-xl border px-4 py-2 font-mono text-xs">{caption}</p>
}

function Fields({ title, fields }: { title: string; fields: ReferenceOperation['parameters']['path'] }) {
  if (fields.length === 0) return null
  return (
    <section className="grid gap-2">
      <h2 className="text-[0.8125rem] font-semibold">{title}</h2>
      <FieldList fields={fields} />
    </section>
  )
}

function Folded({ title, show, children }: { title: string; show: boolean; children: ReactNode }) {
  if (!show) return null
  return (
    <details className="group">
      <summary className="hover:text-ink text-muted flex min-h-11 list-none items-center justify-between rounded-sm text-[0.8125rem] font-medium [&::-webkit-details-marker]:hidden">
        {title}
        <Icon name="forward" className="size-4 transition-transform group-open:rotate-90" />
      </summary>
      <div className="pb-5">{children}</div>
    </details>
  )
}
