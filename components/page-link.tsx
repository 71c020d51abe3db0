// Every link inside the product. It fetches nothing before it is followed: each page asks the database who looks at it,
// so that a list of twenty records would ask twenty times while somebody only reads it.
import Link from 'next/link'
import type { ComponentProps } from 'react'

export function PageLink(props: ComponentProps<typeof Link>) {
  return <Link prefetch={false} {...props} />
}
