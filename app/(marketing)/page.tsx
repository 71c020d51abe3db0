import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { buttonVariants } from '@/components/ui/button'
import { startPath } from '@/lib/auth/start-page'
import { product } from '@/lib/config'
import { getEnv } from '@/lib/env'
import { findUser } from '@/lib/pages'

export const metadata: Metadata = {
  alternates: { canonical: '/' },
  openGraph: { type: 'website', siteName: product.name, title: product.tagline, description: product.description },
  twitter: { card: 'summary_large_image' },
}

// A signed-in person is redirected to their last organization, or to the picker.
export default async function LandingPage() {
  const user = await findUser()
  if (user) redirect(await startPath(user))
  if (getEnv().APP_MODE === 'demo') {
    const { StarterFront } = await import('./starter/starter-front')
    return <StarterFront />
  }
  return (
    <section className="mx-auto grid min-h-[70dvh] max-w-3xl content-center justify-items-center gap-8 px-5 py-20 text-center sm:px-8">
      <div className="grid gap-5">
        <h1 className="text-4xl leading-[1.1] font-semibold tracking-[-0.04em] text-balance sm:text-6xl">
          {product.tagline}
        </h1>
        <p className="text-muted text-lg leading-relaxed text-pretty">{product.description}</p>
      </div>
      <div className="flex flex-wrap justify-center gap-2.5">
        <a href="/sign-up" className={buttonVariants({ size: 'lg' })}>
          Sign up
        </a>
        <a href="/sign-in" className={buttonVariants({ size: 'lg', variant: 'secondary' })}>
          Sign in
        </a>
      </div>
    </section>
  )
}
