// Lists of names in the written code.

export const quoted = (list) => list.map((each) => `'${each}'`).join(', ')

/** An entry of an object; short where the name is the value. */
export const pair = (key, value) => (key === value ? key : `${key}: ${value}`)

/** Columns in lines that keep to the width of the code; the first line follows `select `. */
export function wrapped(indent, columns) {
  const lines = ['select ']
  for (const [index, column] of columns.entries()) {
    const text = index < columns.length - 1 ? `${column}, ` : column
    const width = lines.length === 1 ? indent - 2 : indent
    if (width + lines.at(-1).length + text.trimEnd().length > 120) lines.push('')
    lines[lines.length - 1] += text
  }
  return lines
    .map((line) => line.trimEnd())
    .join(`\n${' '.repeat(indent)}`)
    .replace('select ', '')
}
