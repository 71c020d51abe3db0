// The address that was just typed, for the page that says where the mail went. It is in a cookie and not in the URL, because
// addresses do not belong in histories and logs.
import { cookies } from 'next/headers'
import { sessionCookie } from '@/lib/auth/session-cookie'

const name = 'typed-address'

export async function rememberAddress(address: string): Promise<void> {
  ;(await cookies()).set(name, address, {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    maxAge: 600,
    secure: sessionCookie().options.secure,
  })
}

export const recallAddress = async (): Promise<string | undefined> => (await cookies()).get(name)?.value
