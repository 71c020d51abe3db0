'use client'

// Solves the challenge of a form in the background, while the person fills it in, and puts the solution into a hidden field. Who
// sends the form earlier, as a password manager does, waits for it.
import type { Challenge } from '@/lib/accounts/proof-of-work'
import { useEffect, useRef, useState } from 'react'
import { useFormContext } from './form-context'
import { Alert } from './ui/alert'

export function ProofOfWork({ challenge }: { challenge: Challenge }) {
  const { errors } = useFormContext()
  const [proof, setProof] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const stop = new AbortController()
    const form = field.current!.form!
    let early: SubmitEvent | undefined
    const hold = (event: SubmitEvent) => {
      event.preventDefault()
      event.stopPropagation()
      early = event
    }
    form.addEventListener('submit', hold, { signal: stop.signal })
    void solve(challenge, stop.signal).then((solved) => {
      if (!solved || stop.signal.aborted) return
      setProof(solved)
      field.current!.value = solved
      form.removeEventListener('submit', hold)
      if (early) form.requestSubmit(early.submitter)
    })
    return () => stop.abort()
  }, [challenge])
  return (
    <>
      <input ref={field} type="hidden" name="proof_of_work" value={proof} readOnly />
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
