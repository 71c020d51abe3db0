/**
 * The mails about their account that a person can turn off. Those that protect it always go out: a changed password,
 * address or second factor, a removal from an organization.
 */
export const optionalNotices = ['new_device', 'role_changed', 'invitation_answered'] as const

export type OptionalNotice = (typeof optionalNotices)[number]
