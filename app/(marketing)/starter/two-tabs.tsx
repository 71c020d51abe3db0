import { orgHue, OrgTile } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'

const tabs = [
  {
    slug: 'acme',
    name: 'Acme Corp',
    id: 'org_01jd7q5sfnftpbgv60y7yx3r04',
    role: 'member',
    may: 'New project',
    projects: ['Packaging redesign', 'Dealer portal', 'Spring trade fair stand'],
  },
  {
    slug: 'globex',
    name: 'Globex Inc',
    id: 'org_01jd7q5sfnftpbgv60y7yx3r02',
    role: 'viewer',
    may: 'Read only',
    projects: ['Mobile app onboarding', 'Partner marketplace', 'Design system audit'],
  },
]

type Tab = (typeof tabs)[number]

/** A drawing of two browser windows of the same person. Nothing in it can be clicked. */
export function TwoTabs() {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {tabs.map((tab) => (
        <Window key={tab.slug} tab={tab} />
      ))}
    </div>
  )
}

function Window({ tab }: { tab: Tab }) {
  return (
    <div
      data-org-hue={orgHue(tab.id)}
      className="border-t-org bg-raised shadow-raised overflow-hidden rounded-xl border border-t-[3px]"
    >
      <p className="bg-sunken/60 text-muted border-b px-4 py-2.5 font-mono text-xs">
        /o/<strong className="text-ink font-medium">{tab.slug}</strong>/projects
      </p>
      <p className="flex items-center gap-2.5 px-4 pt-4 font-medium">
        <OrgTile id={tab.id} name={tab.name} size="sm" />
        <span className="grow">{tab.name}</span>
        <Badge>{tab.role}</Badge>
      </p>
      <ul className="mt-4 divide-y border-y text-[0.8125rem]">
        {tab.projects.map((project) => (
          <li key={project} className="px-4 py-2.5">
            {project}
          </li>
        ))}
      </ul>
      <p className="text-muted px-4 py-3 text-[0.8125rem]">{tab.may}</p>
    </div>
  )
}
