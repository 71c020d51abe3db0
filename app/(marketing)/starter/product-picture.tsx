import type { StaticImageData } from 'next/image'
import { readTheme } from '@/components/theme'

type ProductPictureProps = { light: StaticImageData; dark: StaticImageData; alt: string }

/** A picture of the product in the theme of the page. `npm run pictures` takes them. Its size is known before it is loaded. */
export async function ProductPicture({ light, dark, alt }: ProductPictureProps) {
  const theme = await readTheme()
  const { src, width, height } = theme === 'dark' ? dark : light
  return (
    <picture>
      {!theme && <source media="(prefers-color-scheme: dark)" srcSet={dark.src} />}
      <img
        src={src}
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
