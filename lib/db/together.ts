// The reads of a page that begin at the same moment travel in one message.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Statement } from './scope'

type Gathering = { statements: Statement[]; answers: Promise<unknown[][]> }

const gatherings = new WeakMap<object, Gathering>()

/**
 * In: whose statement it is, the statement, and what sends all that are asked for by the same object until the next turn. Out: the
 * rows of this one.
 */
export async function askTogether(
  caller: object,
  statement: Statement,
  send: (statements: Statement[]) => Promise<unknown[][]>,
): Promise<unknown[]> {
  const gathering = gatherings.get(caller) ?? gather(caller, send)
  const position = gathering.statements.push(statement) - 1
  return (await gathering.answers)[position]!
}

function gather(caller: object, send: (statements: Statement[]) => Promise<unknown[][]>): Gathering {
  const statements: Statement[] = []
  const sendAll = async () => {
    await nextTurn()
    gatherings.delete(caller)
    return send(statements)
  }
  const gathering = { statements, answers: sendAll() }
  gatherings.set(caller, gathering)
  return gathering
}
