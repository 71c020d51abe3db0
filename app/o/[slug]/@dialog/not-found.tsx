export { default } from '@/app/o/[slug]/@dialog/default'
