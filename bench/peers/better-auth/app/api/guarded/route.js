// A route for members of the active organization who may do something there.
import { auth } from '../../../auth.js'

export async function GET({ headers }) {
  const found = await auth.api.getSession({ headers })
  if (!found) return Response.json({ error: 'unauthenticated' }, { status: 401 })
  const body = { permissions: { invitation: ['create'] } }
  const { success } = await auth.api.hasPermission({ headers, body })
  return Response.json({ user: found.user.id, organization: found.session.activeOrganizationId, allowed: success })
}
