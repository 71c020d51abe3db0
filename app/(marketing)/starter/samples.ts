export const isolationSample = `begin;
set local role tenant;

select count(*) from projects;
-- 0: no organization was chosen

select set_config('app.org_id', 'org_…acme', true);
select count(*) from projects;
-- 24: those of Acme Corp

select count(*) from projects
 where organization_id = 'org_…globex';
-- 0: asking does not help`

export const verifySample = `import { createRemoteJWKSet, jwtVerify } from 'jose'

const issuer = 'https://app.example.com'
const keys = createRemoteJWKSet(
  new URL('/.well-known/jwks.json', issuer),
)

export async function whoActs(token) {
  const { payload } = await jwtVerify(token, keys, {
    issuer,
    audience: issuer,
    typ: 'at+jwt',
    algorithms: ['ES256'],
  })
  return payload // sub, org_id, org_role, org_permissions, …
}`
