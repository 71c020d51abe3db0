// Where the project is, and what it is called.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

/** The product's name, which only package.json knows here. */
export const productName = () => JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')).name
