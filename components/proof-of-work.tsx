'use client'

// Solves the challenge of a form in the background, while the person fills it in, and puts the solution into a hidden field.
import type { Challenge } from '@/lib/accounts/proof-of-work'
import { useEffect, useState } from 'react'
import { useFormContext } from './form-context'
import { Alert } from './ui/alert'

export function ProofOfWork({ challenge }: { challenge: Challenge }) {
  const { errors } = useFormContext()
  const [proof, setProof] = useState('')
  useEffect(() => {
    const stop = new AbortController()
    void solve(challenge, stop.signal).then((solved) => solved && setProof(solved))
    return () => stop.abort()
  }, [challenge])
  return (
    <>
      <input type="hidden" name="proof_of_work" value={proof} />
      {errors?.proof_of_work && <Alert tone="warning">{errors.proof_of_work[0]}</Alert>}
      <noscript>
        <Alert tone="warning">
          This form needs JavaScript: your browser runs a short check that keeps automated sign-ups out.
        </Alert>
      </noscript>
    </>
  )
}

async function solve(
  { algorithm, challenge, salt, signature, maxnumber }: Challenge,
  stop: AbortSignal,
): Promise<string | null> {
  const { solveChallenge } = await import('altcha-lib')
  const { promise, controller } = solveChallenge(challenge, salt, algorithm, maxnumber)
  stop.addEventListener('abort', () => controller.abort())
  const solution = await promise
  return solution && btoa(JSON.stringify({ algorithm, challenge, salt, signature, number: solution.number }))
}
