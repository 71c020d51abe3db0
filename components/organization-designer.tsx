'use client'

// The fields of a new organization beside a picture of it, which follows what is typed and chosen.
import { useState, type FormEvent } from 'react'
import { Icon } from '@/components/ui/icon'
import { OrgTile } from '@/components/ui/avatar'
import { buttonVariants } from '@/components/ui/button'
import { HueField } from './hue-field'
import { NameAndSlug } from './name-and-slug'
import { PageLink } from './page-link'
import { SmallPictureField } from './small-picture-field'
import { SubmitButton } from './submit-button'

type Proposal = { name: string; slug: string; hue: number }
type OrganizationDesignerProps = {
  address: string
  proposal: Proposal
  hueNames: readonly string[]
  /** The URL of the page for "Cancel", if there is one to go back to. */
  cancel?: string
}

export function OrganizationDesigner({ address, proposal, hueNames, cancel }: OrganizationDesignerProps) {
  const [shown, setShown] = useState<Proposal & { logo: string }>({ ...proposal, logo: '' })
  const follow = ({ currentTarget }: FormEvent<HTMLElement>) => {
    const form = currentTarget.closest('form')
    if (!form) return
    const data = new FormData(form)
    setShown((before) => ({
      ...before,
      name: String(data.get('name') ?? ''),
      slug: String(data.get('slug') ?? ''),
      hue: Number(data.get('hue') ?? before.hue),
    }))
  }
  return (
    <div className="designer" onInput={follow}>
      <div className="grid content-start gap-5">
        <NameAndSlug address={address} proposal={proposal.name ? proposal : undefined} />
        <HueField names={hueNames} value={proposal.hue} />
        <SmallPictureField name="logo" label="Logo" onChange={(logo) => setShown((before) => ({ ...before, logo }))} />
        <div className="flex flex-wrap gap-2">
          <SubmitButton>Create organization</SubmitButton>
          {cancel && (
            <PageLink href={cancel} className={buttonVariants({ variant: 'ghost' })}>
              Cancel
            </PageLink>
          )}
        </div>
      </div>
      <Preview {...shown} host={address.replace(/^https?:\/\//, '')} />
    </div>
  )
}

function Preview({ name, slug, hue, logo, host }: Proposal & { logo: string; host: string }) {
  const title = name.trim() || 'Your organization'
  return (
    <figure className="designer-preview">
      <div aria-hidden data-org-hue={hue}>
        <p>
          {host}
          {slug || 'your-organization'}
        </p>
        <div>
          <div className="switcher">
            <OrgTile id="org" hue={hue} name={title} logoUrl={logo || null} />
            <span className="two-lines">
              <span>{title}</span>
              <span>Owner</span>
            </span>
            <Icon name="chevrons" />
          </div>
          <ul>
            <li>
              <Icon name="overview" />
              Overview
            </li>
            <li>
              <Icon name="members" />
              Members
            </li>
            <li>
              <Icon name="settings" />
              Settings
            </li>
          </ul>
        </div>
      </div>
      <figcaption>How it looks to its members</figcaption>
    </figure>
  )
}
