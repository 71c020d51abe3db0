'use client'

// Tells the tab that asked for a confirmation that the person has confirmed in this one, and closes this one.
import { useEffect } from 'react'
import { confirmedChannel } from './confirmed-channel'

export function ConfirmedHere() {
  useEffect(() => {
    const channel = new BroadcastChannel(confirmedChannel)
    channel.postMessage('confirmed')
    channel.close()
    // A browser closes only a tab that a page has opened.
    window.close()
  }, [])
  return null
}
