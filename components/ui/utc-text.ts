/** In: an ISO time, 2026-01-31T09:05Z. Out: "2026-01-31 09:05 UTC", the same on the server and in every browser. */
export const utcText = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
