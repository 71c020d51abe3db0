'use client'

import { useSyncExternalStore } from 'react'

const subscribe = () => () => {}
const isApple = () => /Mac|iPhone|iPad/.test(navigator.platform)

/** The name of the key that shortcuts are typed with on this machine. */
export const useModifierKey = (): '⌘' | 'Ctrl' => (useSyncExternalStore(subscribe, isApple, () => true) ? '⌘' : 'Ctrl')
