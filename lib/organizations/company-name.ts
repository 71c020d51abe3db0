// Makes a company's name of the domain of an address.

// Providers of mailboxes for anyone, by the part of the domain before its ending, and the domains of examples (RFC 2606).
const mailboxes = new Set(
  `gmail googlemail outlook hotmail live msn yahoo ymail rocketmail icloud aol gmx protonmail zoho yandex fastmail tutanota tuta
  mailbox posteo inbox freenet arcor t-online laposte wanadoo libero virgilio seznam naver daum hushmail rediffmail comcast
  verizon att sbcglobal btinternet bigpond telenet example`.split(/\s+/),
)

// The same, where the part before the ending is an ordinary word, or the name of a company that has its own people there.
const mailboxDomains = new Set(
  `me.com mac.com mail.com mail.ru web.de proton.me pm.me hey.com free.fr orange.fr sfr.fr qq.com 163.com 126.com sina.com o2.pl
  wp.pl onet.pl bk.ru list.ru sky.com cox.net duck.com skynet.be`.split(/\s+/),
)

// Endings of two parts, such as co.uk and com.au.
const secondLevels = new Set(['co', 'com', 'org', 'net', 'ac', 'edu', 'gov', 'or', 'ne', 'gob', 'gv'])

/** In: a normalized address. Out: such as "Acme Corp" for jane@mail.acme-corp.co.uk; nothing for a mailbox for anyone. */
export function nameOfCompany(email: string): string | undefined {
  const labels = email.slice(email.lastIndexOf('@') + 1).split('.')
  const hasTwoParts = labels.length > 2 && labels.at(-1)!.length === 2 && secondLevels.has(labels.at(-2)!)
  const label = labels.at(hasTwoParts ? -3 : -2)!
  const isMailbox = mailboxes.has(label) || mailboxDomains.has(labels.slice(-2).join('.'))
  if (isMailbox || label.length < 2 || label.startsWith('xn--')) return undefined
  return label
    .split('-')
    .filter(Boolean)
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join(' ')
}
