// better-auth with its organization plugin and tokens for other backends, as its documentation shows it. A session is read from
// the database at each request, because ours is too, and its rate limit is off, because all load comes from one address.
import { betterAuth } from 'better-auth'
import { jwt, organization } from 'better-auth/plugins'
import { Pool } from 'pg'

export const auth = betterAuth({
  baseURL: process.env.APP_URL,
  secret: process.env.AUTH_SECRET,
  database: new Pool({ connectionString: process.env.DATABASE_URL, max: 10 }),
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  plugins: [
    organization({ membershipLimit: 1_000_000, invitationLimit: 1_000_000, sendInvitationEmail: async () => {} }),
    jwt({
      // Otherwise each answer with a session carries a token that is signed for it.
      disableSettingJwtHeader: true,
      jwks: { keyPairConfig: { alg: 'ES256' } },
      jwt: { definePayload: ({ user, session }) => ({ email: user.email, org_id: session.activeOrganizationId }) },
    }),
  ],
})
