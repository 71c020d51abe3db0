// What a link to the home page looks like where it is shared: the mark, the name and what the product is, drawn at build time.
import { ImageResponse } from 'next/og'
import { product } from '@/lib/config'

export const alt = `${product.name}: ${product.tagline}`
export const size = { width: 1200, height: 630 }
export const contentType = 'image/png'

const colors = { paper: '#f9f8f4', ink: '#17160f', muted: '#5f5d53', accent: '#c5ec45' }

export default function OpenGraphImage() {
  return new ImageResponse(
    <div
      style={{
        display: 'flex',
        flexDirection: 'column',
        justifyContent: 'space-between',
        width: '100%',
        height: '100%',
        padding: 88,
        background: colors.paper,
        color: colors.ink,
      }}
    >
      <div style={{ display: 'flex', alignItems: 'center', gap: 28, fontSize: 48, letterSpacing: -1.5 }}>
        <Mark />
        {product.name}
      </div>
      <div style={{ display: 'flex', flexDirection: 'column', gap: 28 }}>
        <div style={{ display: 'flex', fontSize: 76, lineHeight: 1.08, letterSpacing: -3 }}>{product.tagline}</div>
        <div style={{ display: 'flex', fontSize: 30, lineHeight: 1.4, color: colors.muted }}>{product.description}</div>
      </div>
    </div>,
    size,
  )
}

// The drawing of components/brand.tsx, in the colors of the light theme.
const Mark = () => (
  <svg width="84" height="84" viewBox="0 0 24 24">
    <rect width="24" height="24" rx="6.5" fill={colors.ink} />
    <rect x="5" y="5" width="6.25" height="6.25" rx="1.6" fill={colors.paper} />
    <rect x="12.75" y="12.75" width="6.25" height="6.25" rx="1.6" fill={colors.paper} />
    <rect x="5" y="12.75" width="6.25" height="6.25" rx="1.6" fill={colors.paper} opacity=".45" />
    <rect x="12.75" y="5" width="6.25" height="6.25" rx="1.6" fill={colors.accent} />
  </svg>
)
