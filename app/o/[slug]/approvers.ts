import { cache } from 'react'
import { approversOf } from '@/lib/members/grantors'

/** Cached, because a page may show several hints. */
export const approversFor = cache(approversOf)
