import { cookies } from 'next/headers'

export const welcomedCookie = 'welcomed'

/** As long as the card is shown at most (lib/organizations/overview.ts). */
export const welcomeSeconds = 3 * 24 * 60 * 60

/** Whether the person has closed the welcome card in this organization. */
export const isWelcomed = async (): Promise<boolean> => (await cookies()).has(welcomedCookie)
