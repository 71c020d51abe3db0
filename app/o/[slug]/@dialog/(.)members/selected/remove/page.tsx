import page from '@/app/o/[slug]/members/selected/remove/page'

export default page.dialog
export const { generateMetadata } = page
