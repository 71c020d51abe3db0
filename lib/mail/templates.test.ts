import { describe, expect, it } from 'vitest'
import { mailColours, product } from '@/lib/config'
import { invitationMessage, resetPasswordMessage, verifyEmailMessage } from './templates'

const offer = {
  inviter: 'Olga Owner',
  organization: 'Acme',
  role: 'Viewer',
  lifetime: '7 days',
  path: '/invitations/x',
}

describe('a mail', () => {
  it.each([
    ['of an invitation', invitationMessage(offer)],
    ['of a verification', verifyEmailMessage('Jane', 'x')],
    ['of a password', resetPasswordMessage('Jane', 'x')],
  ])('%s reads on a phone and in the dark, as text and as HTML', (_of, { html, text }) => {
    expect(html).toContain('<meta name="viewport" content="width=device-width,initial-scale=1">')
    expect(html).toContain('<meta name="color-scheme" content="light dark">')
    expect(html).toContain('max-width:480px')
    // No colour but the button's own pair: everything else is what the mail program makes of light and dark.
    expect(new Set(html.match(/#[0-9a-f]{6}\b/gi))).toEqual(new Set(Object.values(mailColours)))
    const link = /http:\/\/localhost:3000\/\S+/.exec(text)![0]
    expect(html).toContain(`href="${link}"`)
  })

  it('names the person, the organization and the role, and the key that was used', () => {
    expect(invitationMessage(offer)).toMatchObject({
      subject: 'Olga Owner invites you to Acme',
      text: expect.stringContaining(`Olga Owner invites you to join Acme on ${product.name} as Viewer.`),
    })
    const byKey = invitationMessage({ ...offer, throughKey: 'Deploy' })
    expect(byKey.subject).toBe('Olga Owner invites you to Acme')
    expect(byKey.text).toContain('Olga Owner, through the key Deploy, invites you to join Acme')
  })
})
