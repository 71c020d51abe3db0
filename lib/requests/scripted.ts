import { headers } from 'next/headers'

/** Whether a script sent the form of this action, and not the browser itself. */
export const isScripted = async (): Promise<boolean> =>
  (await headers()).get('accept')?.includes('text/x-component') ?? false
