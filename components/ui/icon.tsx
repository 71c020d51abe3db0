// Icons as strokes on a 16 px grid, from one sprite. A fork adds its own there and to the list, or uses a library in this file.
import { clsx } from 'clsx'
import sprite from './icons.svg'

export const iconNames = [
  'overview',
  'projects',
  'members',
  'check',
  'chevrons',
  'forward',
  'list',
  'plus',
  'building',
  'settings',
  'key',
  'mail',
  'down',
  'search',
  'close',
  'system',
  'light',
  'dark',
  'laptop',
  'phone',
  'shield',
  'pin',
] as const

export type IconName = (typeof iconNames)[number]

/** In: the icon name of a resource. Out: that name if the icon exists, or a plain list. */
export const iconNamed = (name: string): IconName =>
  iconNames.includes(name as IconName) ? (name as IconName) : 'list'

export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg aria-hidden className={clsx('icon', className)}>
      <use href={`${sprite.src}#${name}`} />
    </svg>
  )
}
