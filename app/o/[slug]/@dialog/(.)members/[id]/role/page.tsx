import page from '@/app/o/[slug]/members/[id]/role/page'

export default page.dialog
export const { generateMetadata } = page
