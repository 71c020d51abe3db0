import page from '@/app/o/[slug]/invitations/[id]/revoke/page'

export default page.dialog
export const { generateMetadata } = page
