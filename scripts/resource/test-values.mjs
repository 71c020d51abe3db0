// The values of the tests: an example of the resource, inputs that the API refuses, and what the browser types and shows.
const isText = ({ type }) => type === 'string' || type === 'text'

export function testValues({ fields, title }) {
  const others = fields.filter((field) => field !== title)
  const facts = others.filter(({ type }) => type !== 'text')
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
    shown: others.map((field) => shown(field, facts)).join('\n'),
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

// The page shows facts in the order of the fields, and long texts above them.
function shown(field, facts) {
  if (field.type === 'text') return `await expect(page.getByText('${typed(field)}', { exact: true })).toBeVisible()`
  const text = { boolean: 'Yes', enum: field.choiceLabels?.at(-1), date: 'Jan 31, 2026' }[field.type] ?? typed(field)
  return `await expect(page.getByRole('definition').nth(${facts.indexOf(field)})).toHaveText('${text}')`
}

function kept(field) {
  const control = `await expect(page.getByLabel('${field.label}', { exact: true }))`
  if (field.type === 'boolean') return `${control}.toBeChecked()`
  return `${control}.toHaveValue('${field.type === 'enum' ? field.choices.at(-1) : typed(field)}')`
}
