// Renders a template. __name__ is replaced by its value. Lines between `//#if name` and `//#end` are kept if the value is true,
// lines after `//#else` if it is not. The output is not formatted.

/** Throws an Error for a name that has no value. */
export function render(template, values) {
  const valueOf = (name) => {
    if (!Object.hasOwn(values, name)) throw new Error(`The template needs a value for ${name}.`)
    return values[name]
  }
  const conditions = []
  const kept = []
  for (const line of template.split('\n')) {
    const [, directive, name] = /^\/\/#(if|else|end) ?(\w*)$/.exec(line) ?? []
    if (directive === 'if') conditions.push(Boolean(valueOf(name)))
    else if (directive === 'else') conditions.push(!conditions.pop())
    else if (directive === 'end') conditions.pop()
    else if (conditions.every(Boolean)) {
      const text = line.replace(/__([A-Za-z]+?)__/g, (_, placeholder) => valueOf(placeholder))
      // A line that had only empty values is removed.
      if (text.trim() !== '' || line.trim() === '') kept.push(text)
    }
  }
  return kept.join('\n')
}
