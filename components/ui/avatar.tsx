import { clsx } from 'clsx'

const sizes = {
  xs: 'size-5 text-[0.5625rem]',
  sm: 'size-6 text-[0.625rem]',
  md: 'size-8 text-xs',
  lg: 'size-11 text-sm',
  xl: 'size-20 text-2xl',
}

type Size = keyof typeof sizes

const base = 'inline-grid shrink-0 place-items-center font-semibold tracking-tight uppercase select-none'

// One word gives its first two letters, several the first of the first two. By code point: a name may begin with any.
function initials(name: string) {
  const [first = '?', second] = name.split(/[\s._-]+/).filter(Boolean)
  return second ? [...first].slice(0, 1).concat([...second].slice(0, 1)) : [...first].slice(0, 2)
}

/** A person: round and without colour of its own. The name stands beside it, so that a reader hears it once. */
export function Avatar({ name, size = 'md', className }: { name: string; size?: Size; className?: string }) {
  return (
    <span aria-hidden className={clsx(base, sizes[size], 'bg-hover text-muted rounded-full border', className)}>
      {initials(name)}
    </span>
  )
}

/** 0 to 7, always the same for the same organization: in several tabs the colour says in which one you act. */
export function orgHue(id: string) {
  let hash = 0x811c9dc5
  for (const char of id) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193)
  return (hash >>> 0) % 8
}

type OrgTileProps = { id: string; name: string; logoUrl?: string | null; size?: Size; className?: string }

/**
 * An organization: its logo, or a square in its own colour. Inside any element with data-org-hue, bg-org and bg-org-soft
 * follow. The logo lies on white in both themes: its colours were chosen for paper.
 */
export function OrgTile({ id, name, logoUrl, size = 'md', className }: OrgTileProps) {
  if (logoUrl) return <Logo url={logoUrl} className={clsx(sizes[size], className)} />
  return (
    <span
      aria-hidden
      data-org-hue={orgHue(id)}
      className={clsx(base, sizes[size], 'bg-org rounded-[28%] text-white', className)}
    >
      {initials(name)}
    </span>
  )
}

/** The name stands beside it, so that a reader hears it once. */
function Logo({ url, className }: { url: string; className: string }) {
  return (
    // Not next/image: it is small already, and kept by the browser for good.
    <img
      src={url}
      alt=""
      decoding="async"
      className={clsx('border-line shrink-0 rounded-[28%] border bg-white object-contain p-px', className)}
    />
  )
}
