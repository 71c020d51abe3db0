// The answer of the token endpoint for every grant: the token, and its permissions as the scope (RFC 6749, section
// 5.1).
import type { OrgToken } from '@/lib/org-token/issue'

export const toAnswer = (token: OrgToken) => ({ ...token, scope: token.organization.permissions.join(' ') })
