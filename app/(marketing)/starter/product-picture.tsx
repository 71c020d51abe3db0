import type { StaticImageData } from 'next/image'
import { readTheme } from '@/components/theme'
import { pictures } from './pictures'

const sizes = '(min-width: 64rem) 38rem, calc(100vw - 2.5rem)'

const sourcesOf = (sized: readonly StaticImageData[]) => sized.map(({ src, width }) => `${src} ${width}w`).join(', ')

/** A picture of the product in the theme of the page. Its size is known before it is loaded. */
export async function ProductPicture({ name, alt }: { name: keyof typeof pictures; alt: string }) {
  const theme = await readTheme()
  const { light, dark } = pictures[name]
  const shown = theme === 'dark' ? dark : light
  const { src, width, height } = shown[1]
  return (
    <picture>
      {!theme && <source media="(prefers-color-scheme: dark)" srcSet={sourcesOf(dark)} sizes={sizes} />}
      <img
        src={src}
        srcSet={sourcesOf(shown)}
        sizes={sizes}
        width={width}
        height={height}
        alt={alt}
        loading="lazy"
        decoding="async"
        className="shadow-overlay h-auto w-full rounded-xl border"
      />
    </picture>
  )
}
