import page from '@/app/o/[slug]/settings/audit-log/events/[id]/page'

export default page.dialog
export const { generateMetadata } = page
