import type { ReactNode } from 'react'
import { Brand } from '@/components/brand'
import { ThemeSwitch } from '@/components/theme-switch'
import { buttonVariants } from '@/components/ui/button'
import { product } from '@/lib/config'

const quiet = 'inline-flex min-h-11 items-center rounded-sm text-muted hover:text-ink'

// Plain anchors instead of next/link: they save a first visit 3 kB of script, and a visitor follows only one link from here.
export default function MarketingLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <header className="bg-background/90 sticky top-0 z-10 border-b backdrop-blur-sm">
        <nav aria-label="Main" className="mx-auto flex h-15 max-w-6xl items-center gap-1 px-5 sm:gap-2 sm:px-8">
          <a href="/" className="me-auto inline-flex min-h-11 items-center rounded-sm">
            <Brand />
          </a>
          <a href="/docs/api" className={buttonVariants({ variant: 'ghost', className: 'max-sm:hidden' })}>
            API
          </a>
          <a href="/sign-in" className={buttonVariants({ variant: 'ghost' })}>
            Sign in
          </a>
          <a href="/sign-up" className={buttonVariants()}>
            Sign up
          </a>
        </nav>
      </header>
      <main id="content">{children}</main>
      <footer className="border-t">
        <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-6 gap-y-2 px-5 py-8 text-[0.8125rem] sm:px-8">
          <p className="text-muted me-auto w-full sm:w-auto">{product.name}</p>
          <a href="/docs/api" className={quiet}>
            API reference
          </a>
          <a href="/.well-known/jwks.json" className={quiet}>
            Public keys
          </a>
          <ThemeSwitch />
        </div>
      </footer>
    </>
  )
}
