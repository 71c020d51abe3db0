import { challengeJsonSchema, newChallenge } from '@/lib/accounts/proof-of-work'
import { operation, publicRoute } from '@/lib/http'
import { z } from 'zod'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  GET: operation({
    summary: 'Get a challenge for a sign-up',
    description:
      'Null where none is asked for. With SIGN_UP_PROOF_OF_WORK=on a sign-up needs its solution, in the format of ALTCHA: base64 of `{ algorithm, challenge, number, salt, signature }`.',
    response: z.object({ challenge: challengeJsonSchema.nullable() }),
    run: async () => ({ challenge: await newChallenge() }),
  }),
})
