// An address that no page has, inside the layout of the organization, so that the way to the others stays.
import { notFound } from '@/lib/errors'
import { orgPage } from '../org-page'

const page = orgPage({ permission: 'any', title: 'Page not found', load: async () => notFound() }, () => null)

export default page
export const { generateMetadata } = page
