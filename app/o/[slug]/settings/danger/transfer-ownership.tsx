import type { ReactNode } from 'react'
import { SelectField } from '@/components/field'
import { Form } from '@/components/form'
import { SubmitButton } from '@/components/submit-button'
import { SearchForm } from '@/components/search-form'
import { can } from '@/lib/permissions/grants'
import type { MemberSession } from '@/lib/pages'
import { listCandidates, type Candidates } from '@/lib/organizations/transfer-candidates'
import { PermissionHint } from '../../access-denied'
import { offerOwnershipAction } from './actions'
import { Section } from './section'

type TransferOwnershipProps = { session: MemberSession; query: string | undefined }

/** The form that offers the ownership to a member, or the reason why it is not available. */
export async function TransferOwnership({ session, query }: TransferOwnershipProps) {
  return (
    <Section
      id="transfer"
      title="Transfer ownership"
      description="Offer ownership to a member. When they accept, they become the owner and you become an admin. The offer expires after seven days, and you can cancel it."
    >
      {unavailableReason(session) ?? (
        <CandidatePicker session={session} candidates={await listCandidates(session, query)} />
      )}
    </Section>
  )
}

function unavailableReason(session: MemberSession): ReactNode {
  if (!session.isOwner && !session.viewAs) return <Note>Only owners can transfer ownership.</Note>
  if (can(session, 'org:members:read')) return null
  return (
    <Note>
      <PermissionHint session={session} permission="org:members:read" />
    </Note>
  )
}

function CandidatePicker({ session, candidates }: { session: MemberSession; candidates: Candidates }) {
  const { members, query, isLarge } = candidates
  const path = `/o/${session.org.slug}/settings/danger`
  if (!isLarge && members.length === 0) return <Note>There are no other members yet. Invite the person first.</Note>
  return (
    <div className="grid max-w-md gap-4">
      {isLarge && (
        <>
          <Note>Search for the member you want.</Note>
          <SearchForm action={path} label="Find a member" query={query} />
        </>
      )}
      {isLarge && query && <SearchResult {...candidates} />}
      {members.length > 0 && <OfferForm {...candidates} />}
    </div>
  )
}

function SearchResult({ members, query, more }: Candidates) {
  if (more) return <Note role="status">More than {members.length} match. Type more of the name.</Note>
  if (members.length > 0) return null
  return <Note role="status">No other member’s name or email begins with “{query}”.</Note>
}

function OfferForm({ members, query }: Candidates) {
  return (
    <Form action={offerOwnershipAction} className="grid gap-4">
      {/* The key clears the selected member when the search changes. */}
      <SelectField key={query} name="user_id" label="New owner" defaultValue="">
        <option value="">Choose a member</option>
        {members.map(({ userId, name, email }) => (
          <option key={userId} value={userId}>
            {name} ({email})
          </option>
        ))}
      </SelectField>
      <SubmitButton variant="secondary">Offer ownership</SubmitButton>
    </Form>
  )
}

const Note = ({ role, children }: { role?: 'status'; children: ReactNode }) => (
  <p role={role} className="text-muted text-pretty wrap-anywhere">
    {children}
  </p>
)
