// An OpenID Connect provider on this machine, for providers.spec.ts. Its login says who signs in: the subject, the address, and
// "unverified" for an address that it has not verified.
import http from 'node:http'
import Provider from 'oidc-provider'

const port = Number(process.env.PORT)
const issuer = `http://127.0.0.1:${port}`

const claimsOf = (login) => {
  const [sub, email, unverified] = login.split(' ')
  return { sub, email, email_verified: unverified === undefined, name: `Person ${sub}` }
}
const logins = new Map()

const provider = new Provider(issuer, {
  clients: [
    { client_id: 'application', client_secret: 'a secret of the tests', redirect_uris: [process.env.REDIRECT_URI] },
  ],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  findAccount: (_context, accountId) => ({ accountId, claims: () => claimsOf(logins.get(accountId)) }),
  // Everything is granted, so that there is no page of consent.
  loadExistingGrant: async ({ oidc }) => {
    const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId })
    grant.addOIDCScope('openid email profile')
    await grant.save()
    return grant
  },
  interactions: { url: (_context, { uid }) => `/login/${uid}` },
  features: { devInteractions: { enabled: false } },
  cookies: { keys: ['a key of the tests'] },
})

const form = `<!doctype html><title>Identity provider</title><link rel="icon" href="data:,">
<form method="post"><label>Login <input name="login"></label><button>Log in</button></form>`

async function logIn(request, response) {
  if (request.method === 'GET') return response.setHeader('content-type', 'text/html').end(form)
  let body = ''
  for await (const chunk of request) body += chunk
  const login = new URLSearchParams(body).get('login')
  const { sub: accountId } = claimsOf(login)
  logins.set(accountId, login)
  await provider.interactionFinished(request, response, { login: { accountId } })
}

const answer = provider.callback()
http
  .createServer((request, response) =>
    request.url.startsWith('/login/') ? void logIn(request, response) : answer(request, response),
  )
  .listen(port, '127.0.0.1')
