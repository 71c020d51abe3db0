// The ways of signing in, by the names of RFC 8176.
const names: Record<string, string> = {
  pwd: 'a password',
  otp: 'a code',
  hwk: 'a passkey',
  swk: 'a passkey',
  user: 'a passkey',
  mfa: 'a second factor',
  fed: 'another provider',
}

/** In: the values of amr. Out: a text such as "with a password". */
export const ways = (amr: readonly string[]): string => {
  const known = [...new Set(amr.flatMap((each) => names[each] ?? []))]
  return known.length === 0 ? '' : `with ${new Intl.ListFormat('en').format(known)}`
}
