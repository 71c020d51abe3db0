// The look of every mail: the brand, in a mail of an organization its tile, the text, one button. Mail programs choose the colors of text
// and background for light and dark mode, so the only colors here are ones that are visible on both. Tables, because
// Outlook ignores the size of other elements. Text from people is escaped; links begin with APP_URL, never with a Host header.
import { mailColors, product } from '@/lib/config'
import { getEnv } from '@/lib/env'

export type Message = { subject: string; text: string; html: string }

/** An organization in a mail. `hue`: its color; null for none of its own. */
export type MailOrganization = { name: string; hue?: number | null | undefined }

export type Content = {
  subject: string
  /** The heading; without one the mail begins with its first paragraph. */
  title?: string
  paragraphs: string[]
  organization?: MailOrganization
  /** A code to type, on a line of its own below the paragraphs. */
  code?: string
  /** A box with a heading and a sentence. */
  box?: { title: string; text: string }
  button?: { label: string; path: string }
  closing: string
}

/** In: a name that people chose. Out: the same with word joiners, because mail programs make a link of "evil.example/login". */
export const defuse = (name: string): string => name.replace(/([.:/@])(?=\S)/g, '$1\u2060')

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

/** Makes the text and the HTML of a mail from its parts. Paths become addresses of APP_URL. */
export function compose(content: Content): Message {
  const { subject, paragraphs, code, box, button, closing } = content
  const link = button && { label: button.label, url: `${getEnv().APP_URL}${button.path}` }
  const boxed = box ? [`${box.title}\n${box.text}`] : []
  const text = [
    ...paragraphs,
    ...(code ? [code] : []),
    ...boxed,
    ...(link ? [`${link.label}:\n${link.url}`] : []),
    closing,
  ].join('\n\n')
  return { subject, text: `${text}\n`, html: layout(content, link) }
}

const line = 'rgba(128,128,128,.35)'

function layout({ subject, title, paragraphs, code, organization, box, closing }: Content, link?: Link): string {
  const body = paragraphs.map((paragraph) => `<p style="margin:0 0 16px">${escapeHtml(paragraph)}</p>`).join('')
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<style>:root{color-scheme:light dark}</style><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:32px 16px;font:16px/1.55 system-ui,-apple-system,'Segoe UI',sans-serif"><div style="max-width:480px;margin:0 auto">
${brand}<div style="border:1px solid ${line};border-radius:14px;padding:28px 24px">
${organization ? tile(organization) : ''}${title ? `<h1 style="margin:0 0 12px;font-size:20px;line-height:1.3;letter-spacing:-.01em">${escapeHtml(title)}</h1>` : ''}${body}${code ? codeOf(code) : ''}${box ? boxOf(box) : ''}${link ? buttonOf(link) : ''}</div>
<p style="margin:20px 4px 0;font-size:13px;opacity:.7">${escapeHtml(closing)}</p></div></body></html>
`
}

type Link = { label: string; url: string }

const buttonOf = ({ label, url }: Link) =>
  `<p style="margin:24px 0 0"><a href="${escapeHtml(url)}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:${mailColors.button};color:${mailColors.buttonText};text-decoration:none;font-weight:600">${escapeHtml(label)}</a></p>`

const codeOf = (code: string) =>
  `<p style="margin:0 0 16px;font:600 30px/1.3 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;letter-spacing:.18em">${escapeHtml(code)}</p>`

const boxOf = ({ title, text }: { title: string; text: string }) =>
  `<div style="margin:0 0 16px;border-left:3px solid ${mailColors.button};padding:2px 0 2px 14px"><p style="margin:0;font-weight:600">${escapeHtml(title)}</p><p style="margin:0;font-size:14px;opacity:.8">${escapeHtml(text)}</p></div>`

// The tile of components/ui/avatar.tsx.
function tile({ name, hue }: MailOrganization): string {
  const color = mailColors.organizations[hue ?? mailColors.organizations.length - 1]
  return `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:0 0 18px"><tr><td width="44" height="44" align="center" valign="middle" style="width:44px;height:44px;border-radius:12px;background:${color};color:${mailColors.organizationText};font-size:15px;font-weight:700">${escapeHtml(initialsOf(name))}</td><td style="padding-left:12px;font-weight:600">${escapeHtml(defuse(name))}</td></tr></table>
`
}

// As components/ui/initials.ts, which no module of lib may import.
function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean)
  const spoken = words.filter((word) => /^[\p{L}\p{N}]/u.test(word))
  const [first = '?', second] = spoken.length > 0 ? spoken : words
  const letters = second ? [...first].slice(0, 1).concat([...second].slice(0, 1)) : [...first].slice(0, 2)
  return letters.join('').toUpperCase()
}

const cell = (color: string) =>
  `<td width="8" height="8" style="width:8px;height:8px;border-radius:2px;background:${color};font-size:0;line-height:0">&#160;</td>`

// The brand mark: four tenants, one of them lit.
const brand = `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:0 4px 20px"><tr><td><table role="presentation" cellpadding="0" cellspacing="2"><tr>${cell(mailColors.mark)}${cell(mailColors.button)}</tr><tr>${cell(mailColors.mark)}${cell(mailColors.mark)}</tr></table></td><td style="padding-left:8px;font-weight:600">${escapeHtml(product.name)}</td></tr></table>
`
