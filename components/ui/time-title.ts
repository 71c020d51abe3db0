/** In: an ISO time, 2026-01-31T18:05+09:00. Out: "2026-01-31 18:05 UTC+09:00", the same on the server and in every browser. */
export const timeTitle = (iso: string): string =>
  `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC${iso.slice(16).replace('Z', '')}`
