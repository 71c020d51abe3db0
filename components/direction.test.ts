// Styles name the sides of the text (start, end), not those of the screen, so that a page from right to left is mirrored.
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const filesIn = (folder: string, ending: RegExp) =>
  fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(folder, file))
    .filter((file) => ending.test(file) && !/\.test\./.test(file))

const linesWith = (files: string[], pattern: RegExp) =>
  files.flatMap((file) =>
    fs
      .readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line) => (pattern.test(line) ? `${file}: ${line.trim()}` : [])),
  )

const source = ['app', 'components'].flatMap((folder) => filesIn(folder, /\.(tsx|css)$/))
const styles = source.filter((file) => file.endsWith('.css'))

describe('no style names a side of the screen', () => {
  it('in a class', () => {
    const sided =
      /[\s"'`:]-?((m|p|border-|rounded-|scroll-m|scroll-p)[lr]|left|right|text-left|text-right)(-[\d[]|-auto\b|[\s"'`;]$)/
    expect(linesWith(source, sided).filter((line) => /@apply|["'`]/.test(line))).toEqual([])
  })

  it('in a rule', () => {
    const sided =
      /^\s*((margin|padding|border|scroll-margin|scroll-padding)-(left|right)|left|right|border-(top|bottom)-(left|right)-radius)\b.*:|text-align: (left|right)/
    expect(linesWith(styles, sided)).toEqual([])
  })
})
