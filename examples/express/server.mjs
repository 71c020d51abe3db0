// A complete backend of another company: notes that belong to organizations. It stores neither users nor organizations; the token
// says who may do what. Run it:
//   ISSUER=http://localhost:3000 PORT=4001 node examples/express/server.mjs
import express from 'express'
import { createVerifier, Refused } from './verify.mjs'

const { ISSUER = 'http://localhost:3000', AUDIENCE = ISSUER, PORT = '4001' } = process.env
const verify = createVerifier({ issuer: ISSUER, audience: AUDIENCE })
const notes = new Map()

/** RFC 6750: WWW-Authenticate says what is missing, and so does the body. */
function challenge(response, status, error, description, permission) {
  const scope = permission ? `, scope="${permission}"` : ''
  const details = error ? ` error="${error}", error_description="${description}"${scope}` : ''
  response.set('WWW-Authenticate', `Bearer${details}`).status(status).json({ error, description, permission })
}

const allow = (permission) => async (request, response, next) => {
  const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (!token) return challenge(response, 401)
  try {
    request.claims = await verify(token)
  } catch (error) {
    if (error instanceof Refused) return challenge(response, 401, 'invalid_token', 'The token is not valid here.')
    console.error(error)
    return response.set('Retry-After', '5').status(503).json({ error: 'temporarily_unavailable' })
  }
  if (request.claims.org_permissions.includes(permission)) return next()
  challenge(response, 403, 'insufficient_scope', `This needs ${permission}.`, permission)
}

const app = express().disable('x-powered-by')

app.get('/notes', allow('org:members:read'), (request, response) => {
  response.json({ data: notes.get(request.claims.org_id) ?? [] })
})

app.post('/notes', allow('org:members:write'), express.json({ limit: '64kb' }), (request, response) => {
  const { text } = request.body ?? {}
  if (typeof text !== 'string' || text === '') return response.status(422).json({ error: 'text_required' })
  // The organization comes from the token, whatever else the request says.
  const { org_id, sub } = request.claims
  const own = notes.get(org_id) ?? []
  notes.set(org_id, own)
  const note = { id: own.length + 1, text, created_by: sub }
  own.push(note)
  response.status(201).json(note)
})

app.use((error, _request, response, _next) => response.status(error.status ?? 500).json({ error: 'bad_request' }))

const server = app.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`Notes on http://127.0.0.1:${server.address().port}, for tokens of ${ISSUER}`)
})
