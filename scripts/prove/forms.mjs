// Reads the forms of a page as a browser without JavaScript sees them: which action each posts to, with which fields.

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const decode = (text) =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex, decimal, name) =>
    hex
      ? String.fromCodePoint(parseInt(hex, 16))
      : decimal
        ? String.fromCodePoint(Number(decimal))
        : (entities[name] ?? all),
  )

/** In: the text of a tag. Out: its attributes; one without a value is an empty text. */
function attributesOf(tag) {
  const found = [...tag.matchAll(/([\w:$-]+)(?:="([^"]*)")?/g)].slice(1)
  return Object.fromEntries(found.map(([, name, value = '']) => [name.toLowerCase(), decode(value)]))
}

/** In: a page. Out: its forms that post to a server action, each with the id of the action and its fields as [name, value]. */
export function readForms(html) {
  const forms = []
  for (const [, head, inside] of html.matchAll(/<form\b([^>]*)>([^]*?)<\/form>/g)) {
    const { id: formId } = attributesOf(`form ${head}`)
    const outside = formId ? controlsIn(html).filter(({ form }) => form === formId) : []
    const controls = [...controlsIn(inside), ...outside]
    const action = actionOf(controls)
    if (action) forms.push({ action, fields: valuesOf(controls) })
  }
  return forms
}

function controlsIn(html) {
  return [
    ...html.matchAll(/<(input|textarea|select|button)\b([^>]*)>([^]*?)(?=<(?:input|textarea|select|button)\b|$)/g),
  ].map(([, tag, attributes, rest]) => {
    const given = attributesOf(`${tag} ${attributes}`)
    const options = tag === 'select' ? [...rest.split('</select>')[0].matchAll(/<option\b([^>]*)>/g)] : []
    const text = tag === 'textarea' ? decode(rest.split('</textarea>')[0]) : undefined
    return { tag, ...given, options: options.map(([, each]) => attributesOf(`option ${each}`)), text }
  })
}

// React names the action in hidden fields: $ACTION_ID_<id>, or $ACTION_REF_1 with the id in $ACTION_1:0.
function actionOf(controls) {
  for (const { name = '', value = '' } of controls) {
    const [, id] = /^\$ACTION_ID_(\w+)$/.exec(name) ?? []
    if (id) return id
    if (/^\$ACTION_\d+:0$/.test(name)) return /"id":"(\w+)"/.exec(value)?.[1]
  }
  return undefined
}

// Every field gets a value, so that a form is answered for its author and not for its contents.
function valuesOf(controls) {
  const fields = new Map()
  const buttons = new Set()
  for (const control of controls) {
    const { tag, name, type = 'text' } = control
    // An attacker leaves out for whom the page was rendered.
    if (!name || name === 'page_person' || name.startsWith('$ACTION') || 'disabled' in control || type === 'file')
      continue
    if (tag === 'button') {
      if (buttons.size === 0 && !fields.has(name)) fields.set(name, control.value ?? '')
      buttons.add(name)
      continue
    }
    const isChoice = type === 'checkbox' || type === 'radio'
    if (isChoice && fields.has(name) && !('checked' in control)) continue
    fields.set(name, valueOf(control))
  }
  return [...fields]
}

function valueOf({ tag, type = 'text', name, value, options, text }) {
  if (tag === 'select')
    return (options.find((each) => 'selected' in each && each.value) ?? options.find((each) => each.value))?.value ?? ''
  if (type === 'checkbox' || type === 'radio') return value || 'on'
  if (value || text || type === 'hidden') return value || text || ''
  if (type === 'email' || /email/.test(name)) return 'someone-invited@example.com'
  if (type === 'password') return 'correct horse battery staple'
  if (type === 'date') return '2031-01-31'
  return type === 'number' || /amount|price|decimal/.test(name) ? '1' : 'Text'
}
