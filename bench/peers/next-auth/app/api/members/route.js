import { forbidden, getMembership } from '../../../auth.js'
import { listMembers } from '../../../members.js'

export async function GET() {
  const membership = await getMembership()
  return membership ? Response.json({ data: await listMembers(membership.organizationId, 100) }) : forbidden()
}
