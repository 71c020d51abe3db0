import { NotFoundInOrganization } from './not-found-screen'

export const metadata = { title: 'Not found' }

// For missing records of an organization, and for a person who was removed while they had a page of it open.
export default function NotFound() {
  return <NotFoundInOrganization />
}
