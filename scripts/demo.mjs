// `npm run demo`: the production build with demo data and the captured outbox.
import { launch } from './launch.mjs'

await launch('demo')
