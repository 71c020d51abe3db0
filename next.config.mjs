import { everywhere, notAPage, shownMail } from './scripts/server/security-headers.mjs'

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  // In development Next logs every URL. These contain the secret of a mailed link, so they must not be logged.
  logging: { incomingRequests: { ignore: [/^\/(api\/)?invitations\//, /[?&](token|code)=/] } },
  reactStrictMode: true,
  // Pictures are drawn when they are uploaded. The optimizer would go on serving one that was removed.
  images: { unoptimized: true },
  // It would cover the theme switch and a tab of the bar. Errors are shown without it.
  devIndicators: false,
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
    // What Next buffers of a body for the middleware. It drops the piece that goes beyond and tells nobody, and a piece can have 64 KiB:
    // so this is more than that above our limit, and a larger body is still seen as one.
    proxyClientMaxBodySize: '192kb',
  },
  headers: async () => [
    { source: '/:path*', headers: everywhere },
    { source: '/api/:path*', headers: notAPage },
    { source: '/.well-known/:path*', headers: notAPage },
    { source: '/api/dev/mail/:id', headers: shownMail },
    // A picture may be shown by anyone who has its URL, also on other sites.
    {
      source: '/api/:kind(logos|pictures)/:path*',
      headers: [{ key: 'Cross-Origin-Resource-Policy', value: 'cross-origin' }],
    },
  ],
}
