import { clsx } from 'clsx'

// Icons as strokes on a 16 px grid. A fork adds its own, or uses an icon library in this file.
const strokes = {
  overview: 'M2.5 2.5h4.5v6H2.5zM9 2.5h4.5v3.5H9zM9 8.5h4.5v5H9zM2.5 11h4.5v2.5H2.5z',
  projects:
    'M2 12.25v-8.5c0-.55.45-1 1-1h3.1c.3 0 .6.14.79.38L8 4.5h5c.55 0 1 .45 1 1v6.75c0 .55-.45 1-1 1H3c-.55 0-1-.45-1-1Z',
  members:
    'M6 7.5a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8ZM1.75 13c.3-2.2 2-3.5 4.25-3.5s3.95 1.3 4.25 3.5M10.6 3a2.3 2.3 0 0 1 0 4.3M11.9 9.8c1.3.5 2.15 1.6 2.35 3.2',
  check: 'm3.5 8.5 3 3 6-7',
  chevrons: 'm5 6 3-3 3 3M5 10l3 3 3-3',
  forward: 'm6 3.5 4.5 4.5L6 12.5',
  list: 'M2.5 4h11M2.5 8h11M2.5 12h11',
  plus: 'M8 3v10M3 8h10',
  building:
    'M3.5 13.5v-10c0-.55.45-1 1-1h7c.55 0 1 .45 1 1v10M2 13.5h12M6 5.5h1.5M9 5.5h1M6 8.25h1.5M9 8.25h1M6.75 13.5v-2.25h2.5v2.25',
  settings:
    'M2 4.75h6.5M12 4.75h2M2 11.25h2M7.5 11.25H14M10.25 6.5a1.75 1.75 0 1 0 0-3.5 1.75 1.75 0 0 0 0 3.5ZM5.75 13a1.75 1.75 0 1 0 0-3.5 1.75 1.75 0 0 0 0 3.5Z',
  key: 'M9.9 9.6a3.6 3.6 0 1 0-3.5-3.5c0 .35.04.68.13 1L2.5 11.1v2.4h2.7v-1.6h1.6v-1.6l1.1-1.05c.6.25 1.3.35 2 .35ZM11 5.2h.01',
  mail: 'M2 4.5c0-.55.45-1 1-1h10c.55 0 1 .45 1 1v7c0 .55-.45 1-1 1H3c-.55 0-1-.45-1-1ZM2.5 4.75 8 9l5.5-4.25',
  laptop: 'M3.5 11V4.25c0-.55.45-1 1-1h7c.55 0 1 .45 1 1V11M1.5 12.75h13',
  phone: 'M4.75 2.75c0-.55.45-1 1-1h4.5c.55 0 1 .45 1 1v10.5c0 .55-.45 1-1 1h-4.5c-.55 0-1-.45-1-1ZM7.25 12h1.5',
} as const

export type IconName = keyof typeof strokes

/** In: the icon name of a resource. Out: that name if the icon exists, or a plain list. */
export const iconNamed = (name: string): IconName => (Object.hasOwn(strokes, name) ? (name as IconName) : 'list')

export function Icon({ name, className = 'size-4' }: { name: IconName; className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 16 16" className={clsx('shrink-0 fill-none stroke-current stroke-[1.4]', className)}>
      <path d={strokes[name]} strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}
