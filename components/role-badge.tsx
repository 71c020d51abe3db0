import { Badge } from '@/components/ui/badge'

/** `name`: the role's display name, by roleName. */
export function RoleBadge({ name }: { name: string }) {
  return (
    <Badge className="max-w-44 shrink-0 truncate" title={name.length > 20 ? name : undefined}>
      {name}
    </Badge>
  )
}
