// Which errors an operation can answer with: those that follow from its authentication, path, query and body, and its
// own.
import type { ErrorCode } from '@/lib/errors'
import type { Access, DescribedOperation, Method } from './description'

const ofEntrance: Record<Access, ErrorCode[]> = {
  public: [],
  user: ['unauthenticated'],
  org: [
    'unauthenticated',
    'invalid_token',
    'second_factor_required',
    'not_found',
    'no_active_organization',
    'organization_mismatch',
  ],
}

const ofBody: ErrorCode[] = ['invalid_request', 'body_too_large', 'unsupported_media_type', 'validation_failed']

/** Errors of any operation, which are described once. */
export const commonErrors: ErrorCode[] = ['method_not_allowed', 'internal_error', 'unavailable']

type OperationContext = { access: Access; method: Method; hasParameters: boolean }

/** Out: the error codes of an operation, without the common ones. */
export function errorsOf(
  { access, method, hasParameters }: OperationContext,
  operation: DescribedOperation,
): ErrorCode[] {
  const { body, query, permission, errors = [], rawHandler } = operation
  return [
    ...new Set([
      ...(rawHandler?.refusal ? [] : ofEntrance[access]),
      ...(method === 'GET' || rawHandler?.refusal ? [] : (['cross_origin'] as const)),
      ...(permission && permission !== 'any' ? (['insufficient_permissions'] as const) : []),
      ...(hasParameters ? (['not_found'] as const) : []),
      ...(query ? (['validation_failed'] as const) : []),
      ...(body ? ofBody : []),
      ...errors,
    ]),
  ]
}
