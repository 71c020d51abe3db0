// The cases of the test vectors about claims, by group. vector-attacks.mjs has those about the text of the token.
import { makeToken } from './jws.mjs'
import { foreignKeys, algorithm, header, text } from './vector-attacks.mjs'
import { bad, elsewhere, good, lists, names, without } from './vector-case.mjs'

export function makeCases(world) {
  const groups = {
    accepted,
    times,
    addressee,
    type,
    keys: foreignKeys,
    algorithm,
    header,
    text,
    claims,
    status,
    permissions,
  }
  return Object.entries(groups).flatMap(([group, make]) => make(world).map((one) => ({ group, ...one })))
}

function accepted({ keys, claims }) {
  const user = claims.user()
  return [
    good('a person', makeToken(keys.current, user)),
    good('a person whose way in has no registered name', makeToken(keys.current, without(user, 'amr'))),
    good('an API key', makeToken(keys.current, claims.key())),
    good('signed by the next key', makeToken(keys.next, user)),
    good('the long form of the type', makeToken(keys.current, user, { typ: 'application/at+jwt' })),
    good('claims that a verifier does not know', makeToken(keys.current, { ...user, act: { sub: 'key_x' } })),
    good('no permissions at all', makeToken(keys.current, { ...user, org_permissions: [] })),
    good('the organization asked for', makeToken(keys.current, user), { expected_org: user.org_id }),
  ]
}

function times({ keys, claims, now }) {
  const token = (changes) => makeToken(keys.current, claims.user(changes))
  const raw = (name, text) =>
    makeToken(keys.current, JSON.stringify(claims.user()).replace(/"exp":\d+/, `"${name}":${text}`))
  return [
    bad('expired', token({ iat: now - 310, exp: now - 10 }), 'expired'),
    bad('issued in the future', token({ iat: now + 120, exp: now + 300 }), 'not yet'),
    bad('not valid before the future', token({ nbf: now + 120 }), 'not yet'),
    bad('issued more than an hour ago', token({ iat: now - 3_700, exp: now + 86_400 }), 'too old'),
    bad('exp negative', token({ exp: -1 }), 'expired'),
    ...[`"${now + 300}"`, `${now + 300}.5`, '1e308', 'null', 'true', '[]'].map((text) =>
      bad(`exp ${text.replace(/\d{10}/, 'N')}`, raw('exp', text), 'exp must be an integer'),
    ),
    ...[`"${now}"`, now - 0.5, null].map((iat, n) =>
      bad(`iat malformed (${n})`, token({ iat }), 'iat must be an integer'),
    ),
    bad('nbf a string', token({ nbf: 'x' }), 'nbf must be an integer'),
  ]
}

function addressee({ keys, claims, issuer, audience }) {
  const token = (changes) => makeToken(keys.current, claims.user(changes))
  return [
    ...names(
      ['https://other.example', '', null, {}, [], [audience, 'https://other.example'], ['https://other.example']],
      (aud, text) => bad(`audience ${text.replaceAll(audience, 'ours')}`, token({ aud }), 'not for us alone'),
    ),
    bad('audience missing', makeToken(keys.current, without(claims.user(), 'aud')), 'no audience'),
    ...names(['https://evil.example', `${issuer}/`, `${issuer}.evil.example`, '', null, [issuer]], (iss, text) =>
      bad(`issuer ${text.replaceAll(issuer, 'ours')}`, token({ iss }), 'another issuer'),
    ),
    bad('issuer missing', makeToken(keys.current, without(claims.user(), 'iss')), 'no issuer'),
    bad('of another organization', token(), 'another organization', { expected_org: 'org_01j9globex' }),
  ]
}

const type = ({ keys, claims }) =>
  names(['JWT', 'id+jwt', 'statuslist+jwt', 'jwt', '', null, undefined, 'at+jwt2', ['at+jwt']], (typ, text) =>
    bad(`type ${text}`, makeToken(keys.current, claims.user(), { typ }), 'not an access token'),
  )

function claims({ keys, claims: make, now }) {
  const token = (changes) => makeToken(keys.current, make.user(changes))
  const personal = ['email', 'sid']
  const common = ['sub', 'org_id', 'org_slug', 'org_role', 'org_permissions', 'client_id', 'jti', 'exp', 'iat']
  const nonsense = [
    { sub: 7 }, { sub: 'org_x' }, { sub: 'admin' }, { org_id: 'user_x' }, { org_id: ['org_x'] }, { org_id: '' }, { org_role: 7 },
    { org_permissions: 'org:read org:members:read' }, { org_permissions: null }, { org_permissions: [7] }, { org_permissions: {} },
    { jti: 7 }, { jti: 'x' }, { email: 7 }, { sid: 'x' }, { client_id: [] }, { amr: 'mfa' }, { amr: [7] }, { auth_time: 'now' },
  ] // prettier-ignore
  return [
    ...[...common, ...personal].map((name) =>
      bad(`${name} missing`, makeToken(keys.current, without(make.user(), name)), 'a claim is missing'),
    ),
    ...common.map((name) =>
      bad(`${name} missing, API key`, makeToken(keys.current, without(make.key(), name)), 'a claim is missing'),
    ),
    bad('lives for a day', token({ exp: now + 86_400 }), 'no token lives so long'),
    ...names(nonsense, (changes, name) => bad(name, token(changes), 'a claim is malformed')),
  ]
}

function status({ keys, claims, issuer, listUri, sink }) {
  const token = (idx, uri = listUri(lists.good)) =>
    makeToken(keys.current, claims.user({ status: { status_list: { idx, uri } } }))
  const unusable = ['wrongKey', 'expired', 'anotherList', 'wrongType', 'twoBits', 'missing']
  return [
    good('no status', makeToken(keys.current, without(claims.user(), 'status'))),
    good('beside a revoked one', token(9)),
    bad('revoked', token(8), 'revoked'),
    bad('revoked, another byte', token(500), 'revoked'),
    bad(
      'revoked API key',
      makeToken(keys.current, claims.key({ status: { status_list: { idx: 8, uri: listUri(0) } } })),
      'revoked',
    ),
    ...names([1024, -1, 7.5, '7', null, 1e21], (idx, text) => bad(`idx ${text}`, token(idx), 'not on the list')),
    ...unusable.map((name) => bad(`status list: ${name}`, token(7, listUri(lists[name])), 'no list to be believed')),
    ...names([...elsewhere(issuer), `${sink}/list`, `${listUri(0)}/../0`, '', null], (uri, _, n) =>
      bad(`list elsewhere (${n})`, token(7, uri), 'a list of another place'),
    ),
    ...names([{}, null, 'valid', { status_list: null }, []], (value, text) =>
      bad(`status ${text}`, makeToken(keys.current, claims.user({ status: value })), 'status malformed'),
    ),
  ]
}

function permissions({ keys, claims, sets }) {
  const hashed = (org_permissions_hash) =>
    makeToken(keys.current, { ...without(claims.user(), 'org_permissions'), org_permissions_hash })
  return [
    good('a set by its hash', hashed(sets.good), { permission_count: 500 }),
    bad('a set that is not what its hash says', hashed(sets.bad), 'hash'),
    bad('a set that is not there', hashed(`sha256-${'A'.repeat(43)}`), 'no set'),
    ...names(
      ['../jwks.json', 'sha256-x', '', 7, null, `${sets.good}/../${sets.good}`, `md5-${'A'.repeat(22)}`],
      (hash, text) => bad(`hash ${text.slice(0, 20)}`, hashed(hash), 'hash malformed'),
    ),
    bad(
      'both a set and a hash',
      makeToken(keys.current, claims.user({ org_permissions_hash: sets.good })),
      'one or the other',
    ),
  ]
}
