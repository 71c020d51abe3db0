import { describe, expect, it } from 'vitest'
import { mailColors, product } from '@/lib/config'
import {
  invitationAnsweredMessage,
  invitationMessage,
  invitationRequestedMessage,
  organizationDeletedMessage,
} from './organization-templates'
import { resetPasswordMessage, verifyEmailMessage } from './templates'

const offer = {
  inviter: { name: 'Olga Owner', email: 'olga@example.com' },
  organization: { name: 'Acme', slug: 'acme', hue: 2 },
  role: 'Viewer',
  can: 'see the organization',
  lifetime: '7 days',
  path: '/invitations/x',
}

describe('a mail', () => {
  it.each([
    ['of an invitation', invitationMessage(offer)],
    ['of a verification', verifyEmailMessage('x')],
    ['of a password', resetPasswordMessage('Jane', 'x')],
  ])('%s reads on a phone and in dark mode, as text and as HTML', (_of, { html, text }) => {
    expect(html).toContain('<meta name="viewport" content="width=device-width,initial-scale=1">')
    expect(html).toContain('<meta name="color-scheme" content="light dark">')
    expect(html).toContain('max-width:480px')
    // The only colors are ones that are visible on both backgrounds: the mail program chooses the others for light and dark mode.
    const colors = Object.values(mailColors).flat()
    expect(colors).toEqual(expect.arrayContaining(html.match(/#[0-9a-f]{6}\b/gi)!))
    expect(html).not.toMatch(/(?<!border-)(?:background|color):\s*(?:white|black|rgb)/)
    const link = /http:\/\/localhost:3000\/\S+/.exec(text)![0]
    expect(html).toContain(`href="${link}"`)
  })

  it('of an invitation shows the organization’s tile, and what the role can do', () => {
    const { html, text } = invitationMessage(offer)
    expect(html).toContain(`background:${mailColors.organizations[2]}`)
    expect(html).toContain('>AC</td>')
    for (const body of [html, text]) {
      expect(body).toContain('Your role: Viewer')
      expect(body).toContain('You can see the organization.')
    }
  })

  it('of a deleted organization, and about an invitation, shows the tile in its color', () => {
    const organization = { name: 'Acme', hue: 3 }
    const answer = {
      inviter: 'Olga',
      person: 'Rosa',
      email: 'rosa@example.com',
      organization,
      role: 'Viewer',
      path: '/o/acme',
    }
    for (const { html } of [
      organizationDeletedMessage({ name: 'Olga', organization, by: 'Jane', days: 30 }),
      invitationAnsweredMessage({ ...answer, accepted: true }),
      invitationAnsweredMessage({ ...answer, accepted: false }),
      invitationRequestedMessage({ name: 'Olga', email: 'rosa@example.com', organization, path: '/o/acme' }),
    ]) {
      expect(html).toContain(`background:${mailColors.organizations[3]}`)
      expect(html).toContain('>AC</td>')
    }
  })

  it('names the person, the organization, the role and the API key that was used', () => {
    expect(invitationMessage(offer)).toMatchObject({
      subject: 'Olga Owner invites you to Acme',
      text: expect.stringContaining(`Olga Owner invites you to join Acme on ${product.name} as Viewer.`),
    })
    const byKey = invitationMessage({ ...offer, throughKey: 'Deploy' })
    expect(byKey.subject).toBe('Olga Owner invites you to Acme')
    expect(byKey.text).toContain('Olga Owner, through the key Deploy, invites you to join Acme')
  })

  it('F14 A055 names the inviter’s address and the organization’s slug, which are no free text', () => {
    const { text, html } = invitationMessage(offer)
    for (const body of [text, html]) expect(body).toContain('olga@example.com')
    expect(text).toContain('for the organization “acme”')
  })

  it.each([
    ['role', { role: 'admin. Confirm: https://evil.example/acme' }],
    ['organization', { organization: { name: 'https://evil.example/acme', slug: 'acme', hue: 0 } }],
    ['inviter', { inviter: { name: 'https://evil.example/acme', email: 'olga@example.com' } }],
    ['key', { throughKey: 'https://evil.example/acme' }],
  ])('F14 has no link in the name of the %s', (_of, bent) => {
    const { subject, text, html } = invitationMessage({ ...offer, ...bent })
    for (const body of [subject, text, html]) expect(body).not.toMatch(/https:\/\/evil|evil\.example/)
  })
})
