import { Badge } from '@/components/ui/badge'
import { permissionWords } from '@/lib/permissions/catalogue'
import { roleName } from '@/lib/permissions/roles'
import type { Proof } from '@/lib/openapi/description'
import type { ReferenceOperation } from '@/lib/openapi/reference'

const proofNames: Record<Proof, string> = {
  organizationToken: 'organization token',
  session: 'session cookie',
  client: 'API key',
}

/** Who may call the operation. */
export function WhoMay({ operation: { proofs, permission, roles } }: { operation: ReferenceOperation }) {
  return (
    <section className="bg-sunken/60 grid gap-1.5 rounded-lg border px-4 py-3 text-[0.8125rem]">
      <h2 className="sr-only">Who may call</h2>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        {permission ? (
          <code className="font-mono font-medium">{permission}</code>
        ) : (
          <strong>{callersOf(proofs)}</strong>
        )}
        {roles.map((role) => (
          <Badge key={role}>{roleName(role)}</Badge>
        ))}
      </p>
      <p className="text-muted">
        {permission && `For callers that may ${permissionWords[permission]}. `}
        {proofs.length > 0 ? `By ${proofs.map((proof) => proofNames[proof]).join(' or ')}.` : 'No sign-in needed.'}
      </p>
    </section>
  )
}

function callersOf(proofs: Proof[]): string {
  if (proofs.length === 0) return 'Anyone'
  if (proofs.includes('organizationToken')) return 'Any member'
  return proofs.includes('client') ? 'A program with an API key' : 'Any signed-in person'
}
