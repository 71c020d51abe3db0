// Limits the address of a request: the framework spends a tenth of a second on thousands of query parameters, which would
// stop the server at a dozen requests per second. No page or API call needs more than a few.

const maxParameters = 200

/** The path of a request whose address was refused before the framework read it; middleware.ts answers it. */
export const tooLongPath = '/address-too-long'

/** In: a URL or its query. Counts only as far as necessary. */
export const isAddressTooLong = (url: string): boolean => url.split('&', maxParameters + 1).length > maxParameters
