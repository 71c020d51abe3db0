// A bare application on the same packages: what Next itself costs on this machine at this moment.
import path from 'node:path'

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  // Inside a folder that git, lint and format leave alone at any depth.
  distDir: 'node_modules/.next',
  turbopack: { root: path.join(import.meta.dirname, '../..') },
  // Turbopack also looks above this folder, up to the root: so it does not find our middleware.ts and instrumentation.ts.
  pageExtensions: ['jsx'],
}
