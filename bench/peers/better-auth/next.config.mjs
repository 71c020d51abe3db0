/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  // Inside a folder that git, lint and format leave alone at any depth.
  distDir: 'node_modules/.next',
  turbopack: { root: import.meta.dirname },
}
