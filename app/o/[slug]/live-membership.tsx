'use client'

// Tells the person in an open page when their role changes, when they are removed, or when their sign-in ends elsewhere; the
// page is rendered again, and its calls get a token of the new role. It decides nothing: every request is checked anyway.
import { usePathname, useRouter } from 'next/navigation'
import { startTransition, useEffect, useEffectEvent, useRef } from 'react'
import { toast } from '@/components/ui/toast'
import { renewTokens } from '@/lib/org-token/browser'
import type { MembershipStatus } from '@/lib/membership-status/status'
import { lostMembershipAction } from './membership-actions'
import { watchMembership } from './watch-membership'

type LiveMembershipProps = {
  organization: { id: string; slug: string; name: string }
  roleName: string
  /** The version of the membership that this page was rendered with. */
  version: string
}

// Leaving or signing out in this tab redirects by itself, with its own message, so wait for that first.
const graceMs = 1_500

export function LiveMembership({ organization, roleName, version }: LiveMembershipProps) {
  const router = useRouter()
  const pathname = usePathname()
  const known = useRef(version)
  const announcedRole = useRef(roleName)
  useEffect(() => {
    announcedRole.current = roleName
  }, [roleName])
  useEffect(() => {
    if (known.current === version) return
    // The page was rendered again before the event arrived.
    known.current = version
    renewTokens(organization.id, organization.slug)
  }, [version, organization.id, organization.slug])

  // Navigating away would lose what the person has typed, so warn them instead.
  const leaveSoon = (why: string, go: () => void, typed = 'Copy what you typed. It can’t be saved.', isSafe = false) =>
    setTimeout(() => {
      // An action of this tab has redirected already, and its new page is not rendered yet.
      if (location.pathname.split('/')[2] !== organization.slug) return
      if (!hasUnsavedText()) return go()
      toast(`${why} ${typed}`, isSafe ? 'success' : 'danger')
    }, graceMs)

  const react = useEffectEvent((membership: MembershipStatus): ReturnType<typeof setTimeout> | undefined => {
    renewTokens(organization.id, organization.slug)
    if (membership.status === 'signed_out')
      return leaveSoon(
        'Your session has ended.',
        () => location.assign(`/sign-in?callbackUrl=${encodeURIComponent(pathname)}&notice=ended`),
        'Sign in again in a new tab to save what you typed.',
      )
    if (membership.status === 'removed')
      return leaveSoon(`You no longer have access to ${organization.name}.`, () =>
        startTransition(() => leave(organization.name)),
      )
    known.current = membership.version
    const { slug, name } = membership.organization
    // Perhaps the new role may not see this page.
    const keepsText = membership.roleName !== roleName && hasUnsavedText()
    if (membership.roleName !== announcedRole.current)
      toast(
        `Your role in ${name} is now ${membership.roleName}.${keepsText ? ' Copy what you typed before you leave this page.' : ''}`,
      )
    announcedRole.current = membership.roleName
    if (slug === organization.slug) return keepsText ? undefined : void router.refresh()
    const path = pathname.slice(`/o/${organization.slug}`.length)
    return leaveSoon(
      `${name} moved to /o/${slug}.`,
      () => router.replace(`/o/${slug}${path}`),
      'What you typed can still be saved here.',
      true,
    )
  })

  useEffect(() => {
    let leaving: ReturnType<typeof setTimeout> | undefined
    const stop = watchMembership(
      organization.id,
      () => known.current,
      (membership) => {
        if (membership.status !== 'member') stop()
        clearTimeout(leaving)
        leaving = react(membership)
      },
    )
    return () => {
      clearTimeout(leaving)
      stop()
    }
  }, [organization.id])

  return null
}

// Without boxes: the value of one says nothing about whether it is ticked.
const textFields = 'main :is(textarea, input:not([type=hidden], [type=checkbox], [type=radio]))'

const hasUnsavedText = (): boolean =>
  [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(textFields)].some(
    (field) => field.value !== field.defaultValue,
  )

async function leave(name: string): Promise<void> {
  const form = new FormData()
  form.set('name', name)
  await lostMembershipAction({ status: 'idle' }, form)
}
