// URLs of the pages before the sign-in. They pass on the page that was requested first.
export const withReturn = (path: string, callbackUrl: string | undefined): string =>
  callbackUrl ? `${path}?callbackUrl=${encodeURIComponent(callbackUrl)}` : path
