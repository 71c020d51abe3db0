import { Brand } from '@/components/brand'
import { buttonVariants } from '@/components/ui/button'

// Also the answer for an organization that exists but is not yours: the words must fit both, and say which to nobody.
export const metadata = { title: 'Page not found' }

export default function NotFound() {
  return (
    <div className="flex min-h-dvh flex-col px-6 py-6 sm:px-10">
      <a href="/" className="self-start rounded-sm">
        <Brand />
      </a>
      <main id="content" className="m-auto flex w-full max-w-md flex-col items-start gap-4 py-16">
        <p className="text-muted font-mono text-[0.8125rem]">404</p>
        <h1 className="text-3xl font-semibold tracking-[-0.03em]">There is nothing at this address</h1>
        <p className="text-muted text-[0.9375rem] text-pretty">
          The link may be old or mistyped, or the page may not be open to the account that you are signed in with.
        </p>
        <div className="flex flex-wrap gap-2 pt-2">
          <a href="/organizations" className={buttonVariants()}>
            Your organizations
          </a>
          <a href="/" className={buttonVariants({ variant: 'secondary' })}>
            Front page
          </a>
        </div>
      </main>
    </div>
  )
}
