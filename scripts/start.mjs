// `npm start`: the production build, migrated, without demo data.
import { launch } from './launch.mjs'

await launch('production')
