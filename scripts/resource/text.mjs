// Lists of names in the generated code.

export const quoted = (list) => list.map((each) => `'${each}'`).join(', ')

/** An entry of an object literal; shorthand if name and value are equal. */
export const pair = (key, value) => (key === value ? key : `${key}: ${value}`)

/** Columns, wrapped to the width of the code. The first line follows `select `. */
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
