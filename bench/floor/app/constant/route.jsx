export const dynamic = 'force-dynamic'

export const GET = () => Response.json({ ok: true, user: { id: 'user_1', email: 'user1@example.com' } })
