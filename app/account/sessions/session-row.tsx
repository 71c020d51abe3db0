import { Form } from '@/components/form'
import { Icon } from '@/components/ui/icon'
import { RelativeTime } from '@/components/relative-time'
import { SubmitButton } from '@/components/submit-button'
import { Badge } from '@/components/ui/badge'
import type { MySession } from '@/lib/accounts/schema'
import { endSessionAction } from './actions'

export function SessionRow({ session: { id, isCurrent, device, ip, createdAt, lastSeenAt } }: { session: MySession }) {
  return (
    <li className="flex flex-wrap items-center gap-3.5 px-4 py-3.5 sm:px-5">
      <span className="bg-sunken text-muted grid size-9 shrink-0 place-items-center rounded-lg border">
        <Icon name={device.isHandheld ? 'phone' : 'laptop'} />
      </span>
      <div className="grid min-w-0 grow basis-36 gap-0.5">
        <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <span className="truncate font-medium">{device.name}</span>
          {isCurrent && <Badge tone="success">This browser</Badge>}
        </span>
        <span className="text-muted text-[0.8125rem] text-pretty wrap-anywhere">
          {ip && `${ip} · `}signed in <RelativeTime date={createdAt} />
          {!isCurrent && (
            <>
              {' · '}last seen <RelativeTime date={lastSeenAt} />
            </>
          )}
        </span>
      </div>
      {!isCurrent && (
        <Form action={endSessionAction} fields={{ id }} className="grid gap-2">
          <SubmitButton variant="secondary" size="sm" aria-label={`End the session of ${device.name}`}>
            End
          </SubmitButton>
        </Form>
      )}
    </li>
  )
}
