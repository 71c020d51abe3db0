// The device cookie: set at sign-in, it says that a person has signed in from this browser. Sign-ins with it have limits
// of their own, so that a stranger's guesses never lock the right person out. It opens nothing by itself.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { keyFor } from '@/lib/sealing'
import { cookieHeader, hostCookie, readCookie } from '@/lib/requests/cookies'

const lifetimeSeconds = 180 * 24 * 60 * 60

export type Device = { userId: string; id: string }

export const deviceCookie = () => hostCookie('device', lifetimeSeconds)

/** Out: the cookie's value for a person. A browser that has one of theirs keeps its id, and with it what it has used up. */
export function sealDevice(userId: string, known: Device | null): string {
  const id = known?.userId === userId ? known.id : randomBytes(16).toString('base64url')
  return `${userId}.${id}.${sign(userId, id)}`
}

/** In: the cookie's value. Out: null for one that is absent, forged or malformed. */
export function openDevice(value: string | undefined): Device | null {
  const [, userId, id, signature] = /^(user_[0-9a-z]{26})\.([\w-]{22})\.([\w-]{43})$/.exec(value ?? '') ?? []
  if (!userId || !id || !signature) return null
  return timingSafeEqual(Buffer.from(signature), Buffer.from(sign(userId, id))) ? { userId, id } : null
}

/** The device of a request's cookie. */
export const readDevice = (headers: Headers): Device | null => openDevice(readCookie(headers, deviceCookie().name))

/** The Set-Cookie header for a person who has just signed in by this request. */
export function deviceHeader(userId: string, headers: Headers): string {
  const { name, options } = deviceCookie()
  return cookieHeader(name, sealDevice(userId, readDevice(headers)), options)
}

const sign = (userId: string, id: string): string =>
  createHmac('sha256', keyFor('device cookie')).update(`${userId} ${id}`).digest('base64url')
