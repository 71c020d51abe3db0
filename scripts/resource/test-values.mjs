// The values of the tests: an example of the resource, what the API refuses, and what the browser types and sees.
const isText = ({ type }) => type === 'string' || type === 'text'

export function testValues({ fields, title }) {
  const others = fields.filter((field) => field !== title)
  const optional = fields.filter((field) => field.optional)
  return {
    example: fields.map((field) => `${field.name}: ${field.is.example(field)}`).join(', '),
    refused: [
      `[{ ${title.name}: '' }, '${title.name}'],`,
      `[{ ${title.name}: null }, '${title.name}'],`,
      `[{ ${title.name}: 'x'.repeat(121) }, '${title.name}'],`,
      ...fields.flatMap((field) =>
        field.is.wrong(field).map((wrong) => `[{ ${field.name}: ${wrong} }, '${field.name}'],`),
      ),
    ].join('\n'),
    optional: optional.length > 0,
    required: fields
      .filter((field) => !field.optional)
      .map((field) => `${field.name}: ${field.is.example(field)}`)
      .join(', '),
    empty: optional.map((field) => `${field.name}: ${field.is.empty(field)}`).join(', '),
    fill: [`${byLabel(title)}.fill(name)`, ...others.map(fill)].join('\n'),
    shown: others.flatMap(shown).join('\n'),
    kept: others.map(kept).join('\n'),
  }
}

const byLabel = ({ label }) => `await page.getByLabel('${label}', { exact: true })`

function fill(field) {
  if (field.type === 'enum') return `${byLabel(field)}.selectOption('${field.choices.at(-1)}')`
  if (field.type === 'boolean') return `${byLabel(field)}.check()`
  return `${byLabel(field)}.fill('${typed(field)}')`
}

const typed = (field) => (isText(field) ? field.example : field.is.fill)

function shown(field) {
  if (field.type === 'boolean') return []
  const text = { enum: field.choiceLabels?.at(-1), date: 'Jan 31, 2026' }[field.type] ?? typed(field)
  return [`await expect(page.getByText('${text}', { exact: true })).toBeVisible()`]
}

function kept(field) {
  const control = `await expect(page.getByLabel('${field.label}', { exact: true }))`
  if (field.type === 'boolean') return `${control}.toBeChecked()`
  return `${control}.toHaveValue('${field.type === 'enum' ? field.choices.at(-1) : typed(field)}')`
}
