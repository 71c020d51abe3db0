// Addresses of the pages before the sign-in, which hand the page that was asked for from one to the next.
export const withReturn = (path: string, callbackUrl: string | undefined): string =>
  callbackUrl ? `${path}?callbackUrl=${encodeURIComponent(callbackUrl)}` : path
