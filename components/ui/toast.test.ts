import { afterEach, expect, it } from 'vitest'
import { readToasts, subscribeToToasts, toast } from './toast'

const messages = () => readToasts().map(({ message }) => message)
const settled = () => new Promise<void>((resolve) => setTimeout(resolve))

let leave = () => {}
afterEach(() => {
  leave()
  return settled()
})

it('a toast stays when the toaster of the next layout takes over', async () => {
  const leaveFirst = subscribeToToasts(() => {})
  toast('Saved.')
  leaveFirst()
  leave = subscribeToToasts(() => {})
  await settled()
  expect(messages()).toEqual(['Saved.'])
})

it('a toast is gone after a page without a toaster, such as that after the sign-out', async () => {
  const leaveFirst = subscribeToToasts(() => {})
  toast('You no longer have access to Acme Corp.', 'danger')
  leaveFirst()
  await settled()
  leave = subscribeToToasts(() => {})
  expect(messages()).toEqual([])
})

it('a page without a toaster keeps no toast for the next one', () => {
  toast('Sent.')
  leave = subscribeToToasts(() => {})
  expect(messages()).toEqual([])
})

it('three toasts are shown at most, the newest ones', () => {
  leave = subscribeToToasts(() => {})
  for (const message of ['one', 'two', 'three', 'four']) toast(message)
  expect(messages()).toEqual(['two', 'three', 'four'])
})
