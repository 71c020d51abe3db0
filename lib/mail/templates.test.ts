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
    ['of a verification', verifyEmailMessage('x')],
    ['of a password', resetPasswordMessage('Jane', 'x')],
  ])('%s reads on a phone and in dark mode, as text and as HTML', (_of, { html, text }) => {
    expect(html).toContain('<meta name="viewport" content="width=device-width,initial-scale=1">')
    expect(html).toContain('<meta name="color-scheme" content="light dark">')
    expect(html).toContain('max-width:480px')
    // The only colours are the button's: the mail program chooses the others for light and dark mode.
    expect(new Set(html.match(/#[0-9a-f]{6}\b/gi))).toEqual(new Set(Object.values(mailColours)))
    const link = /http:\/\/localhost:3000\/\S+/.exec(text)![0]
    expect(html).toContain(`href="${link}"`)
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
})
