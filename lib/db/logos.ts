// Doors to logos: by their address, which is all that one needs to know, and with the organizations of a person.
import { call } from './transaction'

/** The picture at an address; null where there is none, or the organization was deleted. */
export async function findLogo(organizationId: string, hash: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const [row] = await call<{ bytes: Buffer<ArrayBuffer> | null }>('select find_logo($1, $2) as bytes', [
    organizationId,
    hash,
  ])
  return row!.bytes
}
