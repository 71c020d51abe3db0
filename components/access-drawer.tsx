'use client'

// The access drawer: who the member is here, why they see the page, what Postgres returned for it, and the token of this tab. The page
// is asked for its report when the drawer opens, so that a closed drawer costs nothing.
import { useEffect, useId, useRef, useState } from 'react'
import { Icon } from '@/components/ui/icon'
import { Button } from '@/components/ui/button'
import { Spinner } from '@/components/ui/spinner'
import { accessReportHeader, accessReportId, type AccessReport } from '@/lib/access-report/schema'
import { AccessFacts } from './access-facts'
import { AccessToken } from './access-token'
import { PreviewRoles } from './preview-roles'
import type { FormAction } from './palette-props'
import { useModal } from './use-modal'

type AccessDrawerProps = {
  organization: { slug: string; name: string }
  viewAs: FormAction | undefined
  onClose: () => void
}

export function AccessDrawer({ organization, viewAs, onClose }: AccessDrawerProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const title = useId()
  const { report, hasFailed, read } = useReport()
  useModal(dialog)
  const close = () => dialog.current?.close()
  return (
    <dialog
      ref={dialog}
      aria-labelledby={title}
      className="drawer"
      onClose={() => {
        onClose()
        const { activeElement, body } = document
        // Nothing was focused before.
        if (activeElement === body || dialog.current?.contains(activeElement))
          document.querySelector<HTMLElement>('.access-button')?.focus()
      }}
      onPointerDown={(event) => event.target === event.currentTarget && close()}
    >
      <div>
        <div className="drawer-head">
          <Icon name="shield" />
          <h2 id={title}>Access</h2>
          <Button variant="ghost" size="icon" aria-label="Close" onClick={close}>
            <Icon name="close" />
          </Button>
        </div>
        {report ? (
          <>
            <AccessFacts report={report} />
            <AccessToken slug={organization.slug} audience={report.audience} locale={report.person.locale} />
            {viewAs && report.roles.length > 0 && (
              <PreviewRoles slug={organization.slug} roles={report.roles} action={viewAs} />
            )}
          </>
        ) : (
          <p role="status" className="drawer-status">
            {hasFailed ? 'The report of this page can’t be read now.' : <Spinner />}
            {hasFailed ? (
              <Button variant="secondary" size="sm" onClick={read}>
                Try again
              </Button>
            ) : (
              'Reading this page again, and counting…'
            )}
          </p>
        )}
      </div>
    </dialog>
  )
}

function useReport() {
  const [report, setReport] = useState<AccessReport>()
  const [hasFailed, setHasFailed] = useState(false)
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    const ended = new AbortController()
    fetchReport(ended.signal).then(setReport, () => !ended.signal.aborted && setHasFailed(true))
    return () => ended.abort()
  }, [attempt])
  const read = () => {
    setHasFailed(false)
    setAttempt((before) => before + 1)
  }
  return { report, hasFailed, read }
}

// The answer is a page with the report as text.
async function fetchReport(signal: AbortSignal): Promise<AccessReport> {
  const { pathname, search } = location
  const answer = await fetch(pathname + search, { headers: { [accessReportHeader]: '1' }, signal })
  const text = new DOMParser()
    .parseFromString(await answer.text(), 'text/html')
    .getElementById(accessReportId)?.textContent
  if (!text) throw new Error(`${answer.status}`)
  return JSON.parse(text) as AccessReport
}
