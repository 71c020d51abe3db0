import page from '@/app/o/[slug]/members/[id]/remove/page'

export default page.dialog
export const { generateMetadata } = page
