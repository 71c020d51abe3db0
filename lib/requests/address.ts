// Refuses addresses before the framework reads them. Their request gets another path, and middleware.ts answers it.
//
// The framework spends a tenth of a second on thousands of query parameters, which would
// stop the server at a dozen requests per second. No page or API call needs more than a few.

const maxParameters = 200

export const tooLongPath = '/address-too-long'
export const misdirectedPath = '/misdirected'

/** In: a URL or its query. Counts only as far as necessary. */
export const isAddressTooLong = (url: string): boolean => url.split('&', maxParameters + 1).length > maxParameters

const loopback = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i

/**
 * In: the Host header. True for another host than APP_URL's and this machine. Development and demo refuse it: a site whose
 * name was made to point to this machine (DNS rebinding) could read the captured mails.
 */
export const isForeignHost = (host: string, appUrl: string): boolean =>
  !loopback.test(host) && host.toLowerCase() !== new URL(appUrl).host
