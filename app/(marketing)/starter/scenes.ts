// The data of the picture on the front page: one person of the demo data in her three organizations.
const grants = {
  admin: 'org:manage org:members:write org:projects:write …',
  member: 'org:read org:members:read org:projects:read org:projects:write',
  viewer: 'org:read org:members:read org:projects:read',
}

export type Scene = ReturnType<typeof scene>

function scene<Slug extends string>(slug: Slug, name: string, id: string, role: keyof typeof grants) {
  const claims = {
    sub: 'user_01jd7q5sfnftpbgv60y7yx3rmq',
    email: 'frida@example.com',
    org_id: id,
    org_slug: slug,
    org_role: role,
    org_permissions: grants[role],
  }
  return {
    slug,
    name,
    id,
    role,
    claims: Object.entries({ ...claims, exp: 'in 5 minutes' }),
    encoded: `${Buffer.from(JSON.stringify({ org_id: id, org_role: role }))
      .toString('base64url')
      .slice(0, 52)}…`,
    verdicts: [
      { backend: 'Reports', language: 'Python', asks: 'org:projects:read', allowed: true },
      { backend: 'Files', language: 'Go', asks: 'org:projects:write', allowed: role !== 'viewer' },
      { backend: 'Directory', language: 'Node', asks: 'org:members:write', allowed: role === 'admin' },
    ],
  }
}

export const scenes = [
  scene('acme', 'Acme Corp', 'org_01jd7q5sfnftpbgv60y7yx3r04', 'member'),
  scene('globex', 'Globex Inc', 'org_01jd7q5sfnftpbgv60y7yx3r02', 'viewer'),
  scene('initech', 'Initech', 'org_01jd7q5sfnftpbgv60y7yx3r14', 'admin'),
]
