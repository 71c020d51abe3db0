'use client'

// Reads the page again when something happened in the organization, by the event stream of LiveMembership.
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { activityEvent } from './watch-membership'

// Several events are often one change, and the notice may come before its transaction has ended.
const debounceMs = 400

export function LiveActivity() {
  const router = useRouter()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const refresh = () => {
      clearTimeout(timer)
      timer = setTimeout(() => document.querySelector('dialog[open]') ?? router.refresh(), debounceMs)
    }
    addEventListener(activityEvent, refresh)
    return () => {
      clearTimeout(timer)
      removeEventListener(activityEvent, refresh)
    }
  }, [router])
  return null
}
