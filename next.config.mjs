const everywhere = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  // Paths and queries contain secrets of mailed links, which no asset's request needs. With `no-referrer`, browsers would send
  // `Origin: null` with our own forms, which we refuse.
  { key: 'Referrer-Policy', value: 'strict-origin' },
  { key: 'Strict-Transport-Security', value: 'max-age=63072000; includeSubDomains' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  },
]
// A response that is not a page must not load anything or be framed.
const notAPage = [{ key: 'Content-Security-Policy', value: "default-src 'none'; frame-ancestors 'none'; sandbox" }]

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  // In development Next logs every URL. These contain the secret of a mailed link, so they must not be logged.
  logging: { incomingRequests: { ignore: [/^\/(api\/)?invitations\//, /[?&](token|code)=/] } },
  reactStrictMode: true,
  // Modules that must not be bundled: native code, a client with its own WebAssembly, and what is loaded only when it is set.
  serverExternalPackages: [
    '@node-rs/argon2',
    '@prisma/client',
    '@redis/client',
    '@zxcvbn-ts/language-common',
    'pg',
    'pino',
  ],
  experimental: {
    serverActions: { bodySizeLimit: '64kb' },
    // The part of a body that Next buffers for the middleware: a little more than our limit, so that a larger body is detected.
    proxyClientMaxBodySize: '66kb',
  },
  headers: async () => [
    { source: '/:path*', headers: everywhere },
    { source: '/api/:path*', headers: notAPage },
    { source: '/.well-known/:path*', headers: notAPage },
    // A picture may be shown by anyone who has its URL, also on other sites.
    {
      source: '/api/:kind(logos|pictures)/:path*',
      headers: [{ key: 'Cross-Origin-Resource-Policy', value: 'cross-origin' }],
    },
  ],
}
