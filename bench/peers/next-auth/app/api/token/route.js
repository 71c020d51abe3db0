// A token of the organization for other backends.
import { SignJWT, generateKeyPair } from 'jose'
import { forbidden, getMembership } from '../../../auth.js'

const keys = generateKeyPair('ES256')

export async function POST() {
  const membership = await getMembership()
  if (!membership) return forbidden()
  const { userId, organizationId, role } = membership
  const token = new SignJWT({ org_id: organizationId, org_role: role }).setProtectedHeader({ alg: 'ES256' })
  const { privateKey } = await keys
  const signed = await token.setSubject(userId).setIssuedAt().setExpirationTime('5m').sign(privateKey)
  return Response.json({ access_token: signed })
}
