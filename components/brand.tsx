import { clsx } from 'clsx'
import { product } from '@/lib/config'

/** The brand mark: four tenants in one building, one of them lit. The same drawing as app/icon.svg. */
function BrandMark({ className }: { className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 24 24" className={clsx('size-6', className)}>
      <rect width="24" height="24" rx="6.5" className="fill-ink" />
      <g className="fill-background">
        <rect x="5" y="5" width="6.25" height="6.25" rx="1.6" />
        <rect x="12.75" y="12.75" width="6.25" height="6.25" rx="1.6" />
        <rect x="5" y="12.75" width="6.25" height="6.25" rx="1.6" opacity=".45" />
      </g>
      <rect x="12.75" y="5" width="6.25" height="6.25" rx="1.6" className="fill-accent" />
    </svg>
  )
}

export function Brand({ className }: { className?: string }) {
  return (
    <span className={clsx('inline-flex items-center gap-2.5 text-[0.9375rem] font-semibold tracking-tight', className)}>
      <BrandMark />
      {product.name}
    </span>
  )
}
