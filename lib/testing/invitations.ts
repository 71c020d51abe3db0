// What the tests of invitations share.
import { asOwner } from './fixtures'

/** The secret in the newest invitation that was mailed to an address, as only its owner reads it. */
export async function invitationOf(email: string): Promise<string> {
  const [mail] = await asOwner<{ text: string }>(
    `select text from emails where "to" = $1 and text like '%/invitations/%' order by created_at desc, id desc`,
    [email],
  )
  return /\/invitations\/([\w-]{43})/.exec(mail!.text)![1]!
}
