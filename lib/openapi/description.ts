// What an operation says of itself besides what it validates. lib/http.ts carries it, the document and its page show it, and
// tests hold every answer against it. All of it is optional here: a guard names the routes that lack something.
import type { z } from 'zod'
import type { Permission } from '@/lib/permissions/catalogue'
import type { ErrorCode } from '@/lib/errors'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Who may come in: everybody, a signed-in browser, a caller in an organization. */
export type Access = 'public' | 'user' | 'org'

/** How a caller proves who it is. */
export type Proof = 'organizationToken' | 'session' | 'client'

/** For what `run` reads and answers by itself, past lib/http.ts: an OAuth endpoint, a body that is one of several. */
type RawHandler = {
  body?: z.ZodType
  bodyType?: 'application/json' | 'application/x-www-form-urlencoded' | 'image/*'
  /** The schema of its refusals, where they are no problem documents, and the statuses that they have. */
  refusal?: { schema: z.ZodType; statuses: Record<number, string> }
  proofs?: Proof[]
  /** The status of a success without a body, where it is not 204. */
  emptyStatus?: number
}

export type Description = {
  /** An imperative: "Create a role". The operationId is made of it. */
  summary?: string
  description?: string
  /** What the page sorts by; unless given, the noun in the path. */
  tag?: string
  /** For orgRoute: what `withOrg` is asked for. 'any' is every member. */
  permission?: Permission | 'any'
  /** The refusals of its own. Those of its entrance, body and query are known. */
  errors?: readonly ErrorCode[]
  /** Other successes, by status. */
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

/** The operations of a route, which its handlers carry. */
export type Route = { access: Access; operations: Partial<Record<Method, DescribedOperation>> }
