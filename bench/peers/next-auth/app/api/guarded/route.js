// A route for members of the organization with a role that may do something there.
import { forbidden, getMembership } from '../../../auth.js'

const allowed = ['owner', 'admin']

export async function GET() {
  const membership = await getMembership()
  if (!membership) return forbidden()
  const { userId, organization, role } = membership
  return Response.json({ user: userId, organization: organization.slug, allowed: allowed.includes(role) })
}
