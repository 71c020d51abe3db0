// The security headers that no answer lacks. next.config.mjs gives them to the framework, and the server uses them for what it
// answers by itself. lib/requests/page-policy.ts makes the content security policy of pages, which has a nonce.

export const everywhere = [
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

/** An answer that is not a page must not load anything or be framed. */
export const notAPage = [
  { key: 'Content-Security-Policy', value: "default-src 'none'; frame-ancestors 'none'; sandbox" },
]

/** A captured mail, in a frame of the mailbox: its inline styles apply, nothing is loaded, and no script runs. */
export const shownMail = [
  { key: 'X-Frame-Options', value: 'SAMEORIGIN' },
  {
    key: 'Content-Security-Policy',
    value: "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups",
  },
]
