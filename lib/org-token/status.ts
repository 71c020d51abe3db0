// Where a token stands in the published lists of revoked tokens (IETF Token Status List): tokens are numbered as they are
// issued, and each list takes the next so many numbers.

/** Bits in one list: 16 KiB before compression. */
export const listSize = 131_072

export const statusListPath = (list: number): string => `/.well-known/token-status/${list}`

/** How long after a token's end its bit stays: verifiers whose clocks differ believe it a moment longer. */
export const bitKeptMs = 60_000

/** In: the issuer and the number of a token. Out: the `status_list` of its `status` claim. */
export const statusEntry = (issuer: string, index: number) => ({
  idx: index % listSize,
  uri: `${issuer}${statusListPath(Math.floor(index / listSize))}`,
})
