import { initials } from './initials'

type Size = 'sm' | 'md' | 'lg' | 'xl'

// The size that needs no attribute.
const attribute = (size: Size) => (size === 'md' ? undefined : size)

type AvatarProps = { name: string; imageUrl?: string | null; size?: Size }

/**
 * A person's picture, or their initials: round, without an own color. Hidden from screen readers, because the name is
 * beside it.
 */
export function Avatar({ name, imageUrl, size = 'md' }: AvatarProps) {
  if (imageUrl) return <img src={imageUrl} alt="" decoding="async" className="avatar" data-size={attribute(size)} />
  return <span data-initials={initials(name)} className="avatar" data-size={attribute(size)} />
}

/** A hue from 0 to 7: the chosen one, or one that follows from the id, so that tabs of several organizations can be told apart. */
export function orgHue(id: string, chosen?: number | null) {
  if (chosen != null) return chosen
  let hash = 0x811c9dc5
  for (const char of id) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193)
  return (hash >>> 0) % 8
}

type OrgTileProps = { id: string; name: string; logoUrl?: string | null; hue?: number | null; size?: Size }

/**
 * An organization's logo, or a tile in its color. Inside an element with data-org-hue, bg-org and bg-org-soft have
 * that color. Without alternative text, because the name is beside it.
 */
export function OrgTile({ id, name, logoUrl, hue, size = 'md' }: OrgTileProps) {
  if (logoUrl)
    // Not next/image, because the logo is small and cached by the browser permanently.
    return <img src={logoUrl} alt="" decoding="async" className="tile" data-size={attribute(size)} />
  return (
    <span data-initials={initials(name)} data-org-hue={orgHue(id, hue)} className="tile" data-size={attribute(size)} />
  )
}
