import { NotFoundScreen } from './not-found-screen'

// Also shown for an organization that exists but that the visitor is not a member of. The text must fit both cases, so that it
// does not reveal which one it is.
export const metadata = { title: 'Page not found' }

export default function NotFound() {
  return <NotFoundScreen />
}
