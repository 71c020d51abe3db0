import { buttonVariants } from '@/components/ui/button'
import { product } from '@/lib/config'
import { Inventory } from './inventory'
import { Commands } from './commands'
import { IsolationSection, MembersSection, OrganizationsSection, TokenSection } from './sections'
import { TokenDemo } from './token-demo'

/** The starter's own front page, shown in the demo. A fork deletes this folder and its use in page.tsx. */
export function StarterFront() {
  return (
    <>
      <section className="mx-auto grid max-w-6xl gap-10 px-5 pt-14 pb-12 sm:px-8 sm:pt-20 lg:grid-cols-[1.2fr_1fr] lg:items-end lg:gap-16">
        <div className="grid gap-6">
          <h1 className="text-[2.75rem] leading-[1.1] font-semibold tracking-[-0.045em] sm:text-6xl lg:text-[4.25rem]">
            Multi-tenancy you can{' '}
            <mark className="bg-accent text-accent-contrast inline-block rounded-[0.12em] px-[0.12em] leading-[1.06]">
              verify
            </mark>
          </h1>
          <p className="text-muted max-w-xl text-lg leading-relaxed text-pretty">
            A Next.js starter where one person works in many organizations, Postgres itself keeps them apart, and any
            backend checks who acts where without asking you.
          </p>
        </div>
        <div className="grid gap-4">
          <Commands />
          <div className="flex flex-wrap gap-2.5">
            <a href="/sign-up" className={buttonVariants({ size: 'lg' })}>
              Sign up
            </a>
            <a href="/sign-in" className={buttonVariants({ size: 'lg', variant: 'secondary' })}>
              Sign in
            </a>
            <a href={product.repository} className={buttonVariants({ size: 'lg', variant: 'ghost' })}>
              Source
            </a>
          </div>
        </div>
      </section>
      <div className="mx-auto max-w-6xl px-5 pb-20 sm:px-8 sm:pb-24">
        <TokenDemo />
      </div>
      <OrganizationsSection />
      <MembersSection />
      <IsolationSection />
      <TokenSection />
      <Inventory />
    </>
  )
}
