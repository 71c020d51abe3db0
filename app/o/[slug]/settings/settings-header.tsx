import type { ReactNode } from 'react'
import { PageHeader } from '@/components/ui/page-header'
import { Segmented } from '@/components/ui/segmented'
import { settingsNavigation } from '@/lib/config'
import type { MemberSession } from '@/lib/pages'
import { can } from '@/lib/permissions/grants'

type SettingsHeaderProps = {
  session: MemberSession
  current: (typeof settingsNavigation)[number]['path']
  description?: ReactNode
  actions?: ReactNode
}

/** The header of every settings page, with links to the others. */
export function SettingsHeader({ session, current, description, actions }: SettingsHeaderProps) {
  const section = settingsNavigation.find(({ path }) => path === current)!
  return (
    <>
      <PageHeader title={current === '' ? 'Settings' : section.label} description={description} actions={actions} />
      <div className="pb-6">
        <Segmented
          label="Settings"
          items={settingsNavigation.map(({ label, path, permission }) => ({
            label,
            href: `/o/${session.org.slug}/settings${path}`,
            current: path === current,
            locked: permission !== 'any' && !can(session, permission),
          }))}
        />
      </div>
    </>
  )
}
