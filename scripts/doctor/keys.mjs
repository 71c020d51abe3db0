// Whether a signing key opens with a secret. The check is the application's own code.
import { tsImport } from 'tsx/esm/api'

const { unseal } = await tsImport('../../lib/sealing.ts', import.meta.url)

/** In: a row of signing_keys. Out: whether AUTH_SECRET, as it is in the environment, opens it. */
export function isSealKnown({ id, sealed }) {
  try {
    unseal(sealed, 'signing-key-encryption', id)
    return true
  } catch {
    return false
  }
}
