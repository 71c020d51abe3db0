// The part that needs no server: tables, functions and rules of the database.
import { readFunctions, readTables } from './catalogue.mjs'
import { openContexts } from './contexts.mjs'
import { changedTables, digest } from './digest.mjs'
import { attackFunctions } from './functions.mjs'
import { attackRules } from './rules.mjs'
import { attackTables } from './tables.mjs'
import { createWorld } from './world.mjs'

/** In: an open database and the findings. Out: the tables and the world, for the parts that follow. */
export async function proveDatabase(database, findings) {
  const { owner, isReal } = database
  const tables = await readTables(owner)
  const functions = await readFunctions(owner)
  const world = createWorld(owner, tables, (name, reason) => findings.target('table', name).fail(reason))
  const [victim, attacker] = [await world.createOrganization('b'), await world.createOrganization('a')]
  const before = await digest(owner, tables, victim)
  const { inside, close } = await openContexts(database)
  const stage = { findings, tables, functions, victim, attacker, inside, owner, isReal }
  await attackTables(stage)
  await attackFunctions(stage)
  await attackRules(stage)
  await close()
  for (const name of changedTables(before, await digest(owner, tables, victim)))
    findings.target('table', name).fail('the rows of the other organization have changed')
  return { tables, world, victim }
}
