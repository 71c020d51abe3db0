import { setTimeout as sleep } from 'node:timers/promises'

// Longer than the work takes.
const evenAnswerMs = 150

/** Waits for the work, and always as long, so that the response time does not reveal whether an address has an account. */
export async function answerEvenly<T>(work: Promise<T>): Promise<T> {
  const [result] = await Promise.all([work, sleep(evenAnswerMs)])
  return result
}
