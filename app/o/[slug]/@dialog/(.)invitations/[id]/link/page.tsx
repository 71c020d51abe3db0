import page from '@/app/o/[slug]/invitations/[id]/link/page'

export default page.dialog
export const { generateMetadata } = page
