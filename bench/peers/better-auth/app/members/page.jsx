import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { auth } from '../../auth.js'

export default async function Page() {
  const sent = await headers()
  if (!(await auth.api.getSession({ headers: sent }))) redirect('/')
  const { members } = await auth.api.listMembers({ headers: sent, query: { limit: 50 } })
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
