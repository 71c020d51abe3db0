// What the token endpoint answers, whatever the grant: the token, and as its scope what it allows (RFC 6749, section 5.1).
import type { OrgToken } from '@/lib/org-token/issue'

export const toAnswer = (token: OrgToken) => ({ ...token, scope: token.organization.permissions.join(' ') })
