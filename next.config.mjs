const everywhere = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  // Nothing to other sites. Not `no-referrer`: browsers then send `Origin: null` with our own forms, which we refuse.
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Strict-Transport-Security', value: 'max-age=63072000; includeSubDomains' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  },
]
// What is not a page has nothing to load and nobody to be framed by.
const notAPage = [{ key: 'Content-Security-Policy', value: "default-src 'none'; frame-ancestors 'none'; sandbox" }]

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  // In development Next logs every address; those that hold the secret of a mailed link are nobody's to read.
  logging: { incomingRequests: { ignore: [/^\/(api\/)?invitations\//, /[?&]token=/] } },
  reactStrictMode: true,
  // The accurate list of modules that may run outside a bundle: native code and a client with its own WebAssembly.
  serverExternalPackages: ['@node-rs/argon2', '@prisma/client', 'pg', 'pino'],
  experimental: {
    serverActions: { bodySizeLimit: '64kb' },
    // What Next buffers of a body for the middleware: a little more than any of ours may have, so that too much is seen.
    proxyClientMaxBodySize: '66kb',
  },
  headers: async () => [
    { source: '/:path*', headers: everywhere },
    { source: '/api/:path*', headers: notAPage },
    { source: '/.well-known/:path*', headers: notAPage },
    // A logo is for everybody who was given its address, the pages of other sites included.
    { source: '/api/logos/:path*', headers: [{ key: 'Cross-Origin-Resource-Policy', value: 'cross-origin' }] },
  ],
}
