import { Brand } from '@/components/brand'
import { OrgTile } from '@/components/ui/avatar'
import { buttonVariants } from '@/components/ui/button'
import type { DeletedOrganization } from '@/lib/organizations/deletion'

/** Every page of an organization that was deleted, for a person who can restore it. Anyone else finds no such page. */
// Its frame is that of NotFoundScreen. A shared one would be sent with every page, which takes /sign-in above its 145 kB of scripts.
export function DeletedScreen({ id, name, logoUrl, hue }: DeletedOrganization) {
  return (
    <div className="flex min-h-dvh flex-col px-6 py-6 sm:px-10">
      <a href="/" className="self-start rounded-sm">
        <Brand />
      </a>
      <main id="content" className="m-auto flex w-full max-w-md flex-col items-start gap-4 py-16">
        <OrgTile id={id} name={name} logoUrl={logoUrl} hue={hue} size="xl" />
        <h1 className="text-3xl font-semibold tracking-[-0.03em] wrap-anywhere">{name} was deleted</h1>
        <p className="text-muted text-[0.9375rem] text-pretty">
          As an owner, you can still restore it with everything in it.
        </p>
        <div className="flex flex-wrap gap-2 pt-2">
          <a href="/organizations#deleted-organizations" className={buttonVariants()}>
            Restore it
          </a>
          <a href="/" className={buttonVariants({ variant: 'secondary' })}>
            Home page
          </a>
        </div>
      </main>
    </div>
  )
}
