import { AppError } from '@/lib/errors'
import { problem } from '@/lib/http'

// An unknown URL below /api gets a 404 in the format of the API, not a page.
const nothingHere = (request: Request) => problem(new AppError('not_found'), request)

export {
  nothingHere as DELETE,
  nothingHere as GET,
  nothingHere as OPTIONS,
  nothingHere as PATCH,
  nothingHere as POST,
  nothingHere as PUT,
}
