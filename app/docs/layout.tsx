import type { ReactNode } from 'react'
import { Brand } from '@/components/brand'
import { Icon } from '@/components/ui/icon'
import { ThemeSwitch } from '@/components/theme-switch'
import { buttonVariants } from '@/components/ui/button'
import { product } from '@/lib/config'

// Plain anchors instead of next/link, because nothing here needs a script.
export default function DocsLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <header className="bg-background/90 sticky top-0 z-10 border-b backdrop-blur-sm">
        <nav aria-label="Main" className="mx-auto flex h-15 max-w-[90rem] items-center gap-1 px-5 sm:gap-2 sm:px-8">
          <a href="/" className="inline-flex min-h-11 items-center rounded-sm">
            <Brand />
          </a>
          <span className="text-muted ms-2.5 me-auto border-s ps-3 max-sm:sr-only">API reference</span>
          <a
            href="/docs/api#calls"
            className={buttonVariants({ variant: 'ghost', className: 'max-sm:ms-auto lg:hidden' })}
          >
            <Icon name="list" />
            Contents
          </a>
          {/* For who is signed out, it leads to the sign-in. */}
          <a href="/organizations" className={buttonVariants({ variant: 'secondary' })}>
            Open {product.name}
          </a>
        </nav>
      </header>
      {children}
      <footer className="border-t">
        <div className="mx-auto flex max-w-[90rem] flex-wrap items-center gap-x-6 gap-y-2 px-5 py-8 text-[0.8125rem] sm:px-8">
          <p className="text-muted me-auto w-full sm:w-auto">{product.name}</p>
          <ThemeSwitch />
        </div>
      </footer>
    </>
  )
}
