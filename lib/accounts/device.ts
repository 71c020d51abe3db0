// A browser's User-Agent in words. It only helps people to recognize their own sign-ins: a browser can send anything.
import Bowser from 'bowser'

export type Device = { name: string; isHandheld: boolean }

const unknown: Device = { name: 'Unknown browser', isHandheld: false }

/** In: a User-Agent. Out: such as "Safari on iPhone". */
export function deviceOf(userAgent: string | null): Device {
  if (!userAgent) return unknown
  const { browser, os, platform } = Bowser.parse(userAgent)
  if (!browser.name) return unknown
  const system = platform.vendor === 'Apple' && platform.model ? platform.model : os.name
  return {
    name: system ? `${browser.name} on ${system}` : browser.name,
    isHandheld: platform.type === 'mobile' || platform.type === 'tablet',
  }
}
