import { Badge } from '@/components/ui/badge'

/** `name`: the role's display name, by roleName. */
export function RoleBadge({ name }: { name: string }) {
  return (
    <Badge className="min-w-0">
      <span className="max-w-40 truncate" title={name.length > 20 ? name : undefined}>
        {name}
      </span>
    </Badge>
  )
}
