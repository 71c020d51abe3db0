// Positions a popover below its button, or above it near the bottom, in browsers without anchor positioning, where it
// would be in the middle of the window. In others .menu in app/styles/menu.css does it.
// `button`: the selector of the button, unless it has the popover as its popovertarget.
export function placeBelow(popover: HTMLElement, button = `[popovertarget="${popover.id}"]`) {
  if (CSS.supports('position-area', 'bottom')) return
  const anchor = document.querySelector(button)?.getBoundingClientRect()
  if (!anchor) return
  const { offsetWidth: width, offsetHeight: height } = popover
  const isMirrored = getComputedStyle(popover).direction === 'rtl'
  const left = (popover.dataset.align === 'end') === isMirrored ? anchor.left : anchor.right - width
  const below = anchor.bottom + 6 + height <= window.innerHeight || anchor.top < height
  popover.style.inset = 'auto'
  popover.style.margin = '0'
  popover.style.left = `${Math.max(8, Math.min(left, window.innerWidth - width - 8))}px`
  popover.style.top = `${below ? anchor.bottom + 6 : anchor.top - height - 6}px`
}
