import { RelativeTime } from '@/components/relative-time'
import type { CapturedEmail } from '@/lib/mail/outbox'

/** The text of a mail beside its HTML. That is in a frame of its own, because it needs inline styles, which our pages refuse. */
export function Mail({ id, to, subject, text, createdAt, open }: CapturedEmail & { open: boolean }) {
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
      <div className="grid border-t lg:grid-cols-2">
        <iframe
          src={`/api/dev/mail/${id}`}
          title={`${subject}, as HTML`}
          sandbox="allow-popups"
          loading="lazy"
          className="bg-background h-[46rem] w-full"
        />
        <p className="px-5 py-4 text-[0.9375rem] leading-relaxed break-words whitespace-pre-line max-lg:border-t lg:border-s">
          {linked(text.trim())}
        </p>
      </div>
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
