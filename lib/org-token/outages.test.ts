// A process without the keys and a database that is away: the answer is unavailable, and never that the token is invalid.
import { Client } from 'pg'
import { NextRequest } from 'next/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { GET as jwksRoute } from '@/app/.well-known/jwks.json/route'
import { apiRequest, createMember, send } from '@/lib/testing/fixtures'
import { createVerifier, InvalidTokenError } from './claims'
import { issueOrgToken } from './issue'

afterEach(() => vi.restoreAllMocks())

const newToken = async () => (await issueOrgToken((await createMember('admin')).ctx)).access_token

const takeDatabaseAway = () =>
  vi.spyOn(Client.prototype, 'query').mockImplementation(() => {
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  })

describe('a good token in a new process without a database', () => {
  it('is answered 503, and not reported as invalid by the verifier', async () => {
    const token = await newToken()
    takeDatabaseAway()
    vi.resetModules()
    const { GET: me } = await import('@/app/api/v1/me/route')
    const { findClaims } = await import('./live')
    const request = apiRequest('GET', '/api/v1/me', undefined, { authorization: `Bearer ${token}` })
    const answer = await send((...call) => me(...call), request)
    expect([answer.status, answer.body.code]).toEqual([503, 'unavailable'])
    await expect(findClaims(token)).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('passes the edge, whatever the key set URL answers instead of keys', async () => {
    const token = await newToken()
    takeDatabaseAway()
    vi.resetModules()
    const { GET: coldKeys } = await import('@/app/.well-known/jwks.json/route')
    const unable = await coldKeys(apiRequest('GET', '/.well-known/jwks.json'), { params: Promise.resolve({}) })
    expect(unable.status).toBe(503)
    for (const answer of [unable, Response.json({ keys: 'none' }), new Response('<html>')]) {
      vi.resetModules()
      const { middleware } = await import('@/middleware')
      vi.spyOn(globalThis, 'fetch').mockResolvedValue(answer)
      const headers = { authorization: `Bearer ${token}` }
      const response = await middleware(new NextRequest('http://localhost:3000/api/v1/me', { headers }))
      expect(response.headers.get('x-middleware-next')).toBe('1')
    }
  })
})

describe('the verifier', () => {
  const expectations = { issuer: 'http://localhost:3000', audiences: ['http://localhost:3000'], maxAgeSeconds: 300 }

  it('rejects the token only for errors in it, and passes on an error of the key set', async () => {
    const token = await newToken()
    const trouble = Object.assign(new Error('away'), { code: 'unavailable' })
    const away = createVerifier({ ...expectations, keys: () => Promise.reject(trouble) })
    await expect(away(token)).rejects.toBe(trouble)
    const { keys } = (await send(jwksRoute, apiRequest('GET', '/'))).body
    const { createLocalJWKSet } = await import('jose')
    const here = createVerifier({ ...expectations, keys: createLocalJWKSet({ keys }) })
    await expect(here(`${token.slice(0, -20)}${'A'.repeat(20)}`)).rejects.toBeInstanceOf(InvalidTokenError)
  })
})
