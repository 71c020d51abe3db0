import { clsx } from 'clsx'
import type { ReactNode } from 'react'

type CodeBlockProps = {
  code: string
  caption?: ReactNode
  className?: string
  /** Breaks long lines instead of scrolling, where the end of a line must be seen. */
  wrap?: boolean
}

const pattern =
  /(?<note>(?<!:)\/\/.*|(?<=^|\s)(?:#|--).*)|(?<key>"[^"\n]*"(?=:))|(?<text>'[^'\n]*'|"[^"\n]*"|`[^`]*`)|(?<word>\b(?:async|await|const|export|from|function|import|new|return|begin|select|set|where)\b)/gm

const colors = { note: 'text-muted italic', key: 'text-info-text', text: 'text-accent-text', word: 'text-info-text' }

/** Highlights code on the server in one pass, which is enough for samples and needs no highlighter in the browser. */
function paint(code: string) {
  const parts: ReactNode[] = []
  let end = 0
  for (const match of code.matchAll(pattern)) {
    const kind = (Object.keys(colors) as (keyof typeof colors)[]).find((name) => match.groups?.[name] !== undefined)
    parts.push(code.slice(end, match.index))
    parts.push(
      <span key={match.index} className={kind && colors[kind]}>
        {match[0]}
      </span>,
    )
    end = match.index + match[0].length
  }
  return [...parts, code.slice(end)]
}

export function CodeBlock({ code, caption, className, wrap = false }: CodeBlockProps) {
  return (
    <figure className={clsx('bg-raised shadow-raised min-w-0 overflow-hidden rounded-xl border', className)}>
      {caption && <figcaption className="text-muted border-b px-4 py-2 font-mono text-xs">{caption}</figcaption>}
      {/* What scrolls, the keyboard must be able to focus. */}
      <pre
        tabIndex={wrap ? undefined : 0}
        className={clsx(
          'px-4 py-3.5 font-mono text-[0.8125rem] leading-6 -outline-offset-2',
          wrap ? 'wrap-anywhere whitespace-pre-wrap' : 'overflow-x-auto',
        )}
      >
        <code>{paint(code)}</code>
      </pre>
    </figure>
  )
}
