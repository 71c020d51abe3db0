import { clsx } from 'clsx'
import { initials } from './initials'

const sizes = {
  xs: 'size-5 text-[0.5625rem]',
  sm: 'size-6 text-[0.625rem]',
  md: 'size-8 text-xs',
  lg: 'size-11 text-sm',
  xl: 'size-20 text-2xl',
}

type Size = keyof typeof sizes

const base = 'inline-grid shrink-0 place-items-center font-semibold tracking-tight uppercase select-none'

type AvatarProps = { name: string; imageUrl?: string | null; size?: Size; className?: string }

/**
 * A person's picture, or their initials: round, without an own colour. Hidden from screen readers, because the name is
 * beside it.
 */
export function Avatar({ name, imageUrl, size = 'md', className }: AvatarProps) {
  if (imageUrl)
    return (
      <img
        src={imageUrl}
        alt=""
        decoding="async"
        className={clsx('border-line shrink-0 rounded-full border object-cover', sizes[size], className)}
      />
    )
  return (
    <span aria-hidden className={clsx(base, sizes[size], 'bg-hover text-muted rounded-full border', className)}>
      {initials(name)}
    </span>
  )
}

/** A hue from 0 to 7, always the same for an organization, so that tabs of several organizations can be told apart. */
export function orgHue(id: string) {
  let hash = 0x811c9dc5
  for (const char of id) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193)
  return (hash >>> 0) % 8
}

type OrgTileProps = { id: string; name: string; logoUrl?: string | null; size?: Size; className?: string }

/**
 * An organization's logo, or a tile in its colour. Inside an element with data-org-hue, bg-org and bg-org-soft have
 * that colour. Logos are on white in both themes, because they are designed for paper.
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

/** Without alternative text, because the name is beside it. */
function Logo({ url, className }: { url: string; className: string }) {
  return (
    // Not next/image, because the logo is small and cached by the browser permanently.
    <img
      src={url}
      alt=""
      decoding="async"
      className={clsx('border-line shrink-0 rounded-[28%] border bg-white object-contain p-px', className)}
    />
  )
}
