// A link inside the product, without prefetching: every page checks access in the database, so a list of twenty
// records would cause twenty checks just by being shown.
import Link from 'next/link'
import type { ComponentProps } from 'react'

export function PageLink(props: ComponentProps<typeof Link>) {
  return <Link prefetch={false} {...props} />
}
