import type { ComponentProps } from 'react'

type Tone = 'neutral' | 'accent' | 'success' | 'warning' | 'danger' | 'info'

/** A short status or label (`.badge` in app/styles/marks.css). */
export function Badge({ tone, className = '', ...props }: ComponentProps<'span'> & { tone?: Tone | undefined }) {
  return <span className={`badge ${className}`.trimEnd()} data-tone={tone} {...props} />
}
