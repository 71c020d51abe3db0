// `npm run dev`: from a fresh clone to a development server with demo data.
import { launch } from './launch.mjs'

await launch('development')
