// What every page does with its address: search parameters as text, and 404 for what is not there.
import { notFound } from 'next/navigation'
import { AppError } from '@/lib/errors'

export type SearchParams = Promise<Record<string, string | string[] | undefined>>

/** The parameters that occur once; a repeated one, and one that is not text, count as absent. */
export async function readParams(searchParams: SearchParams): Promise<Record<string, string | undefined>> {
  const entries = Object.entries(await searchParams)
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => isText(entry[1])))
}

// Postgres holds neither NUL nor half a character.
const isText = (value: unknown) => typeof value === 'string' && value.isWellFormed() && !value.includes('\0')

/** What a domain function did not find, or not for this caller, is the 404 page. */
export async function orNotFound<T>(found: Promise<T>): Promise<T> {
  try {
    return await found
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound()
    throw error
  }
}
