import { challengeJsonSchema, newChallenge } from '@/lib/accounts/proof-of-work'
import { operation, publicRoute } from '@/lib/http'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  GET: operation({
    summary: 'Get a challenge for a sign-up',
    description:
      'With SIGN_UP_PROOF_OF_WORK=on a sign-up needs its solution, in the format of ALTCHA: base64 of `{ algorithm, challenge, number, salt, signature }`.',
    response: challengeJsonSchema,
    errors: ['not_found'],
    run: () => newChallenge(),
  }),
})
