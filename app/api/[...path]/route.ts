import { AppError } from '@/lib/errors'
import { problem } from '@/lib/http'

// An address that is none of ours answers like the rest of the API, not with a page.
const nothingHere = (request: Request) => problem(new AppError('not_found'), request)

export {
  nothingHere as DELETE,
  nothingHere as GET,
  nothingHere as OPTIONS,
  nothingHere as PATCH,
  nothingHere as POST,
  nothingHere as PUT,
}
