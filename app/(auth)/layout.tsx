import type { ReactNode } from 'react'
import { Brand } from '@/components/brand'
import { ThemeSwitch } from '@/components/theme-switch'

// This group uses plain anchors instead of next/link, so that a visitor's first page loads fewer scripts.
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex h-15 items-center justify-between px-5 sm:px-8">
        <a href="/" className="inline-flex min-h-11 items-center rounded-sm">
          <Brand />
        </a>
        <ThemeSwitch />
      </header>
      <main id="content" className="mx-auto flex w-full max-w-100 grow flex-col px-5 pt-10 pb-20 sm:pt-[12vh]">
        {children}
      </main>
    </div>
  )
}
