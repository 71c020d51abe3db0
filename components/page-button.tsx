// A button that leads to another page. A form and not a link, so that screen readers announce the button that it looks like. It works
// without a script.
import NextForm from 'next/form'
import type { ComponentProps } from 'react'
import { Button } from '@/components/ui/button'

type PageButtonProps = Omit<ComponentProps<typeof Button>, 'type'> & { href: string }

export function PageButton({ href, ...props }: PageButtonProps) {
  return (
    <NextForm action={href} prefetch={false} className="contents">
      <Button type="submit" {...props} />
    </NextForm>
  )
}
