import page from '@/app/o/[slug]/invitations/[id]/resend/page'

export default page.dialog
export const { generateMetadata } = page
