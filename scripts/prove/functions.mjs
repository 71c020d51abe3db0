// Attacks every function that runs with its owner's rights. Each is out of reach, or demands the application's proof, or reads the
// caller's own context.
import { roles } from './catalogue.mjs'
import { contextFunctions } from './known.mjs'

const noProof = '28000'

export async function attackFunctions({ findings, functions, victim, attacker, inside }) {
  for (const found of functions.filter(({ definer, schema }) => definer || schema === 'private')) {
    const target = findings.target('function', found.name)
    const { definer, pinned, owner, callers } = found
    if (definer) {
      target.expect(pinned, 'has no pinned search_path')
      target.expect(owner === 'access' || owner === 'integrity', `runs with the rights of ${owner}`)
    }
    if (found.schema === 'private')
      target.expect(
        callers.every((role) => !isTaken(role)),
        `can be called by ${callers.join(', ')}`,
      )
    if (found.is_trigger || !definer) continue
    for (const role of ['tenant', 'person', 'janitor'].filter((each) => callers.includes(each)))
      await callFunction({ target, found, role, victim, attacker, inside })
  }
}

const isTaken = (role) => roles.slice(0, 4).includes(role)

async function callFunction({ target, found, role, victim, attacker, inside }) {
  const scope = { id: role === 'person' ? attacker.owner.id : attacker.id, actor: attacker.owner.id }
  const { code, rows } = await inside(role, scope, ({ attempt }) => {
    const values = found.types.map((type, index) => argument(type, found.names[index] ?? '', victim))
    return attempt(
      `select * from ${found.schema}.${found.short}(${values.map((_, i) => `$${i + 1}`).join(', ')})`,
      values,
    )
  })
  const asksForProof = found.names.includes('p_proof')
  if (asksForProof) return target.expect(code === noProof, `as ${role}: answers without the application’s proof`)
  const isKnown = contextFunctions.includes(found.short) || found.short === 'application_key'
  target.expect(isKnown, `is unknown: ${role} may call it, and it asks for no proof`)
  target.expect(found.short !== 'application_key', `as ${role}: gives the application’s key away`)
  target.expect(!JSON.stringify(rows).includes(victim.mark), `as ${role}: shows another organization`)
}

function argument(type, name, victim) {
  if (/int|numeric/.test(type)) return 60
  if (type === 'boolean') return true
  if (type.endsWith('[]')) return []
  if (name.includes('session')) return victim.owner.session.id
  if (/user|actor/.test(name)) return victim.owner.id
  if (name.includes('proof')) return '0'.repeat(64)
  if (name.includes('slug')) return victim.slug
  if (name.includes('email')) return victim.owner.email
  return type === 'text' ? victim.id : null
}
