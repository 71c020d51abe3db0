// What an operation declares for the API description, besides its validation. lib/http.ts carries it, the document and
// the reference page show it, and tests compare every answer with it. All of it is optional here; a test lists routes
// with missing parts.
import type { z } from 'zod'
import type { Permission } from '@/lib/permissions/catalogue'
import type { ErrorCode } from '@/lib/errors'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Who may call: anyone, a signed-in browser, a caller in an organization. */
export type Access = 'public' | 'user' | 'org'

/** How a caller authenticates. */
export type Proof = 'organizationToken' | 'session' | 'client'

/** For operations that read and answer without lib/http.ts: OAuth endpoints, and bodies that are one of several. */
type RawHandler = {
  body?: z.ZodType
  bodyType?: 'application/json' | 'application/x-www-form-urlencoded' | 'image/*'
  /** The schema of its errors if they are not problem documents, and their statuses. */
  refusal?: { schema: z.ZodType; statuses: Record<number, string> }
  proofs?: Proof[]
  /** The status of a success without a body if it is not 204. */
  emptyStatus?: number
}

export type Description = {
  /** An imperative: "Create a project". The operationId is derived from it. */
  summary?: string
  description?: string
  /** The group on the reference page; by default the noun in the path. */
  tag?: string
  /** For orgRoute: the permission passed to `withOrg`. 'any' is every member. */
  permission?: Permission | 'any'
  /** Its own error codes; those of authentication, body and query are derived. */
  errors?: readonly ErrorCode[]
  /** Other successful responses, by status. */
  otherResponses?: Record<number, z.ZodType>
  responseType?: string
  rawHandler?: RawHandler
}

export type DescribedOperation = Description & {
  body?: z.ZodType | undefined
  query?: z.ZodType | undefined
  response?: z.ZodType | undefined
  status: number
}

/** The operations of a route, attached to its handlers. */
export type Route = { access: Access; operations: Partial<Record<Method, DescribedOperation>> }
