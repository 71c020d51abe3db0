// The message of an action that ends in a redirect: <Toaster> shows it on the page of arrival, once, and removes it.
import { cookies } from 'next/headers'

export async function flash(message: string): Promise<void> {
  // Readable by the script that shows it; it holds nothing but a sentence.
  ;(await cookies()).set('flash', message, { path: '/', sameSite: 'lax', maxAge: 60 })
}
