import { expect, it } from 'vitest'
import { nameOfCompany } from './company-name'

it.each([
  ['jane@acme.com', 'Acme'],
  ['jane@acme-corp.io', 'Acme Corp'],
  ['jane@mail.acme-corp.co.uk', 'Acme Corp'],
  ['jane@eu.initech.dev', 'Initech'],
  ['jane@orange.com', 'Orange'],
  ['jane@3m.com', '3m'],
])('proposes for %s %s', (email, name) => expect(nameOfCompany(email)).toBe(name))

it.each([
  'jane@gmail.com',
  'jane@googlemail.com',
  'jane@yahoo.co.uk',
  'jane@hotmail.fr',
  'jane@gmx.de',
  'jane@web.de',
  'jane@proton.me',
  'jane@qq.com',
  'jane@example.com',
  'jane@xn--80ak6aa92e.com',
  'jane@x.com',
])('proposes nothing for %s', (email) => expect(nameOfCompany(email)).toBeUndefined())
