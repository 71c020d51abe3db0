import { RelativeTime } from '@/components/relative-time'
import type { CapturedEmail } from '@/lib/mail/outbox'

/** Shows the text version. The HTML version needs inline styles, which our CSP blocks; GET /api/dev/mail returns it. */
export function Mail({ to, subject, text, createdAt, open }: CapturedEmail & { open: boolean }) {
  return (
    <details open={open} className="bg-surface shadow-raised overflow-hidden rounded-xl border">
      <summary className="hover:bg-hover grid gap-0.5 px-5 py-3.5 -outline-offset-2">
        <span className="flex items-baseline justify-between gap-4">
          <span className="min-w-0 font-medium break-words">{subject}</span>
          <span className="text-muted shrink-0 text-[0.8125rem]">
            <RelativeTime date={createdAt} />
          </span>
        </span>
        <span className="text-muted text-[0.8125rem] break-all">to {to}</span>
      </summary>
      <p className="border-t px-5 py-4 text-[0.9375rem] leading-relaxed break-words whitespace-pre-line">
        {linked(text.trim())}
      </p>
    </details>
  )
}

const linked = (text: string) =>
  text.split(/(https?:\/\/[^\s<>"]+)/).map((part, index) =>
    index % 2 === 1 ? (
      <a key={index} href={part} className="text-accent-text font-medium break-all underline underline-offset-4">
        {part}
      </a>
    ) : (
      part
    ),
  )
