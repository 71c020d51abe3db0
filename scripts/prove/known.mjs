// What a run cannot find out by itself, each with its reason. Whatever is found and is neither here nor can be attacked fails the
// run as unknown. A fork adds a line here only for something outside /o/[slug] and /api/v1.

/**
 * Tables without organization_id. `link`: the column by which a row belongs to an organization or a person, beside user_id. `open`:
 * the roles whose task is to see all of it.
 */
export const globalTables = {
  _prisma_migrations: { open: ['identity'] },
  connections: { open: ['identity'] },
  deleted_tokens: { open: ['identity', 'integrity'] },
  email_tokens: { open: ['identity'] },
  emails: { link: 'about', open: ['identity'] },
  organizations: { link: 'organization', open: [] },
  passkeys: { open: ['identity'] },
  pending_sign_ins: { open: ['identity'] },
  permission_sets: { open: ['identity'] },
  purged_organizations: { open: [] },
  rate_limits: { open: ['identity'] },
  recovery_codes: { open: ['identity'] },
  sessions: { open: ['identity'] },
  settings: { open: ['identity', 'janitor'] },
  sign_in_codes: { open: ['identity'] },
  signing_keys: { open: ['identity'] },
  totp_secrets: { open: ['identity'] },
  used_challenges: { open: ['identity'] },
  used_proofs: { open: ['identity'] },
  user_pictures: { open: ['identity'] },
  users: { link: 'person', open: ['identity'] },
}

/** Columns that change when a person only looks. They count as no change. */
export const volatileColumns = [
  'last_seen_at',
  'last_active_at',
  'last_used_at',
  'last_used_ip',
  'active_organization_id',
]

/** Functions that run with their owner's rights, that every role may call, and that ask for no proof: they read the caller's context. */
export const contextFunctions = ['current_actor', 'current_address', 'current_org', 'current_person']

/**
 * Routes that OpenAPI does not describe. `attack`: page (like the pages around it), form (a picture is posted), person (a
 * signed-in person's), none (holds nothing of an organization).
 */
export const internalRoutes = {
  '/api/[...path]': 'none',
  '/api/auth/[...nextauth]': 'none',
  '/api/dev/mail': 'none',
  '/api/dev/mail/[id]': 'none',
  '/api/passkeys/options': 'none',
  '/api/session/palette': 'person',
  '/account/picture': 'none',
  '/o/[slug]/settings/audit-log/export': 'page',
  '/o/[slug]/settings/export': 'page',
  '/o/[slug]/settings/logo': 'form',
}

/** What Next serves for browsers and search engines: any visitor may see it, so it may hold nothing of an organization. */
export const metadataRoute =
  /^\/(robots\.txt|sitemap\.xml|favicon\.ico|manifest\.webmanifest|(icon|apple-icon|opengraph-image|twitter-image)[\w.-]*)$/

/** Pages of an organization that answer 404 to its members, too. */
export const notFoundPages = ['/o/[slug]/[...rest]']

/** What a page needs in its query to be answered. */
export const pageQueries = { '/o/[slug]/settings/audit-log/export': '?format=csv' }

/** Pages outside /o/[slug]. `who`: visitor, or person for a page that asks for a sign-in. */
export const otherPages = {
  '/': 'visitor',
  '/_global-error': 'visitor',
  '/_not-found': 'visitor',
  '/account': 'person',
  '/account/confirm': 'person',
  '/account/data': 'person',
  '/account/data/delete': 'person',
  '/account/organizations': 'person',
  '/account/security': 'person',
  '/account/security/authenticator': 'person',
  '/account/security/passkeys/new': 'person',
  '/account/security/recovery-codes': 'person',
  '/account/sessions': 'person',
  '/dev/mail': 'visitor',
  '/dev/ui': 'visitor',
  '/docs/api': 'visitor',
  '/docs/api/[operation]': 'visitor',
  '/forgot-password': 'visitor',
  '/forgot-password/check-inbox': 'visitor',
  '/invitations/[token]': 'visitor',
  '/organizations': 'person',
  '/organizations/new': 'person',
  '/reset-password': 'visitor',
  '/sign-in': 'visitor',
  '/sign-in/code': 'visitor',
  '/sign-in/onward': 'visitor',
  '/sign-in/second-factor': 'visitor',
  '/sign-up': 'visitor',
  '/sign-up/check-inbox': 'visitor',
  '/undo-email-change': 'visitor',
  '/verify-email': 'visitor',
}

/** Fields whose answer says whether something exists, because it must: a slug belongs to one organization only. */
export const tellingFields = ['slug']

/** What a request may write about another person, because it must: a mail that only they can read. */
export const mailedTo = {
  '/api/forgot-password': ['email_tokens', 'emails'],
  '/api/sign-up': ['email_tokens', 'emails'],
}

/**
 * Operations whose valid request does not succeed in a new organization, with the status that it has instead: they need a mailed
 * secret, another person, a picture or an earlier step.
 */
export const otherOutcomes = {
  'POST /api/v1/organization/leave': 409,
  'PUT /api/v1/organization/second-factor': 403,
  'POST /api/v1/organization/transfer/accept': 410,
  'POST /api/v1/organization/transfer/decline': 410,
}

const nothing = () => ({})
const withToken = ({ invitationHash }) => ({ token: invitationHash })
const person = ({ bystander }) => bystander

/**
 * Fields of actions whose form is on no page of an organization as it is here: a script calls them, or they need a mailed link, a
 * selection or an earlier step. In: the organization.
 */
export const actionFields = {
  acceptInvitationAction: withToken,
  acceptMyInvitationAction: ({ rows }) => ({ id: rows.invitations.id }),
  acceptTransferAction: ({ slug }) => ({ organization: slug }),
  askAgainAction: withToken,
  cancelEmailChangeAction: nothing,
  changeAccountAction: withToken,
  changeRolesAction: (each) => ({ organization: each.slug, members: membersField(each), role: 'member' }),
  clearDefaultAction: nothing,
  confirmAtProviderAction: () => ({ provider: 'oidc' }),
  confirmAuthenticatorAction: () => ({ code: '123456' }),
  createFirstAction: ({ slug }) => ({ organization: slug, resource: 'none' }),
  connectAction: () => ({ provider: 'oidc' }),
  continueWithAction: () => ({ provider: 'oidc' }),
  declineInvitationAction: withToken,
  declineMyInvitationAction: ({ rows }) => ({ id: rows.invitations.id }),
  declineTransferAction: ({ slug }) => ({ organization: slug }),
  deleteOrganizationAction: ({ slug, name }) => ({ organization: slug, name }),
  dismissWelcomeAction: ({ slug }) => ({ organization: slug }),
  endOtherSessionsAction: nothing,
  endSessionAction: (each) => ({ id: person(each).session.id }),
  endViewAsAction: ({ slug }) => ({ slug }),
  inviteFirstAction: ({ slug }) => ({ organization: slug, email: 'first@example.com', role: 'member' }),
  leaveOrganizationAction: ({ slug }) => ({ organization: slug }),
  lostMembershipAction: ({ name }) => ({ name }),
  makeDefaultAction: ({ id, name }) => ({ id, name }),
  offerOwnershipAction: (each) => ({ organization: each.slug, user_id: person(each).id }),
  removeAuthenticatorAction: nothing,
  removeLogoAction: ({ slug }) => ({ organization: slug }),
  removeMembersAction: (each) => ({ organization: each.slug, members: membersField(each) }),
  removePictureAction: nothing,
  resendSignUpAction: nothing,
  resendVerificationAction: nothing,
  resetPasswordAction: (each) => ({ ...withToken(each), password: 'correct horse battery staple' }),
  restoreOrganizationAction: ({ id }) => ({ id }),
  secondStepAction: () => ({ code: '123456' }),
  setPasswordAction: () => ({ new_password: 'correct horse battery staple' }),
  signInByCodeAction: () => ({ code: '123456' }),
  signUpInvitedAction: (each) => ({ ...withToken(each), name: 'Text', password: 'correct horse battery staple' }),
  stopRequiringSecondFactorAction: ({ slug }) => ({ organization: slug }),
  undoAction: ({ slug }) => ({ organization: slug, undo: 'not an undo token' }),
  undoEmailChangeAction: withToken,
  verifyEmailAction: withToken,
}

const membersField = ({ bystander }) => JSON.stringify([[bystander.id, bystander.name]])

/** Actions on pages of an organization that are about a visitor or a person alone. */
export const personalActions = ['setThemeAction', 'signOutAction', 'lostMembershipAction', 'endViewAsAction']

/** Actions that every member may take, for themselves. */
export const ownActions = [
  'leaveOrganizationAction',
  'acceptTransferAction',
  'declineTransferAction',
  'dismissWelcomeAction',
]

/** Actions whose own form is refused in a new organization: they need another person or an earlier step. */
export const actionsInTurn = [
  'acceptTransferAction',
  'createFirstAction',
  'declineTransferAction',
  'leaveOrganizationAction',
  'undoAction',
]

/** Actions that answer for each of several members, and therefore do not fail as a whole: only what has changed counts. */
export const severalAtOnce = ['changeRolesAction', 'removeMembersAction']
