// The index of a token in the published status lists (IETF Token Status List): tokens are numbered in the order of
// their issue, and each list has a fixed number of them.

/** Bits in one list: 16 KiB before compression. */
export const listSize = 131_072

export const statusListPath = (list: number): string => `/.well-known/token-status/${list}`

/** How long a token's bit stays after its expiry, in ms, for verifiers whose clocks are behind. */
export const bitKeptMs = 60_000

/** In: the issuer and the index of a token. Out: the `status_list` of its `status` claim. */
export const statusEntry = (issuer: string, index: number) => ({
  idx: index % listSize,
  uri: `${issuer}${statusListPath(Math.floor(index / listSize))}`,
})
