import { notFound } from 'next/navigation'
import { getMembership } from '../../auth.js'
import { listMembers } from '../../members.js'

export default async function Page() {
  const membership = await getMembership()
  if (!membership) notFound()
  const members = await listMembers(membership.organizationId, 50)
  return (
    <main>
      <h1>Members</h1>
      <table>
        <tbody>
          {members.map(({ id, user, role }) => (
            <tr key={id}>
              <td>{user.name}</td>
              <td>{user.email}</td>
              <td>{role}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </main>
  )
}
