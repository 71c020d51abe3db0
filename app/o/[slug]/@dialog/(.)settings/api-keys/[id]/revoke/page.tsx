import page from '@/app/o/[slug]/settings/api-keys/[id]/revoke/page'

export default page.dialog
export const { generateMetadata } = page
