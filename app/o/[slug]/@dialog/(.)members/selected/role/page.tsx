import page from '@/app/o/[slug]/members/selected/role/page'

export default page.dialog
export const { generateMetadata } = page
