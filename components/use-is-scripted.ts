'use client'

import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** False on the server and while the page becomes interactive, so that what it renders also works without JavaScript. */
export const useIsScripted = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
