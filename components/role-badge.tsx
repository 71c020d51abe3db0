import { Badge } from '@/components/ui/badge'
import { roleName } from '@/lib/auth/permissions'

export function RoleBadge({ role }: { role: string }) {
  return <Badge>{roleName(role)}</Badge>
}
