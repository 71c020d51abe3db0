// Shared helpers of the invitation tests.
import { asOwner } from './fixtures'

/** The secret in the newest invitation mail to an address. */
export async function invitationOf(email: string): Promise<string> {
  const [mail] = await asOwner<{ text: string }>(
    `select text from emails where "to" = $1 and text like '%/invitations/%' order by created_at desc, id desc`,
    [email],
  )
  return /\/invitations\/([\w-]{43})/.exec(mail!.text)![1]!
}
