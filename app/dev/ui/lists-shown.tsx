import { Facts } from '@/components/facts'
import { Avatar, OrgTile } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { Breadcrumb } from '@/components/ui/breadcrumb'
import { Card, CardBody, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { CodeBlock } from '@/components/ui/code-block'
import { Pagination } from '@/components/ui/pagination'
import { Specimen } from './specimen'

const sizes = ['sm', 'md', 'lg', 'xl'] as const

export function Lists() {
  return (
    <>
      <Specimen name="Avatar and tile">
        {sizes.map((size) => (
          <Avatar key={size} name="Frida Lindqvist" size={size} />
        ))}
        {sizes.map((size, hue) => (
          <OrgTile key={size} id="org" hue={hue} name="Acme Corp" size={size} />
        ))}
      </Specimen>
      <Specimen name="Card and facts">
        <Card className="w-full">
          <CardHeader>
            <CardTitle>Card</CardTitle>
            <CardDescription>A section with a border.</CardDescription>
          </CardHeader>
          <CardBody>Its content.</CardBody>
          <Facts
            items={[
              ['Status', <Badge tone="success">Active</Badge>],
              ['Created by', 'Frida Lindqvist'],
              ['Created', '4 hours ago'],
            ]}
          />
        </Card>
      </Specimen>
      <Specimen name="Breadcrumb and pagination">
        <Breadcrumb items={[{ label: 'Members', href: '#' }, { label: 'Frida Lindqvist' }]} />
        <Pagination label="Pages" firstHref="#" nextHref="#" />
      </Specimen>
      <Specimen name="Code">
        <CodeBlock
          className="w-full"
          code={`const session = await authorizeOrg(ctx) // who, where, and what they may do`}
        />
      </Specimen>
    </>
  )
}
