// The folder and the name of the project.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

/** The product's name in package.json. */
export const productName = () => JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')).name
