// The data of the picture on the front page: one person of the demo data in her three organizations.
const grants = {
  admin: 'org:manage org:members:write org:projects:write …',
  member: 'org:read org:members:read org:projects:read org:projects:write',
  viewer: 'org:read org:members:read org:projects:read',
}

export type Scene = ReturnType<typeof scene>

type Organization<Slug> = { slug: Slug; name: string; id: string; hue: number }

function scene<Slug extends string>({ slug, name, id, hue }: Organization<Slug>, role: keyof typeof grants) {
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
    hue,
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
  scene({ slug: 'acme', name: 'Acme Corp', id: 'org_01jd7q5sfnftpbgv60y7yx3r04', hue: 0 }, 'member'),
  scene({ slug: 'globex', name: 'Globex Inc', id: 'org_01jd7q5sfnftpbgv60y7yx3r02', hue: 1 }, 'viewer'),
  scene({ slug: 'initech', name: 'Initech', id: 'org_01jd7q5sfnftpbgv60y7yx3r14', hue: 2 }, 'admin'),
]
