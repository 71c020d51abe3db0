import { Badge } from '@/components/ui/badge'

export function ProjectStatus({ archivedAt }: { archivedAt: Date | null }) {
  return archivedAt ? <Badge>Archived</Badge> : <Badge tone="success">Active</Badge>
}
