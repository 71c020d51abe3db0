import type { Metadata, Viewport } from 'next'
import localFont from 'next/font/local'
import type { ReactNode } from 'react'
import { readTheme } from '@/components/theme'
import { product } from '@/lib/config'
import { getEnv } from '@/lib/env'
import './globals.css'

const sans = localFont({
  src: '../node_modules/@fontsource-variable/geist/files/geist-latin-wght-normal.woff2',
  variable: '--font-geist-sans',
  weight: '100 900',
})

// Loaded by the browser when a page shows one of these characters, such as ł or ő.
const extended = localFont({
  src: '../node_modules/@fontsource-variable/geist/files/geist-latin-ext-wght-normal.woff2',
  variable: '--font-geist-extended',
  weight: '100 900',
  preload: false,
  adjustFontFallback: false,
  declarations: [{ prop: 'unicode-range', value: 'U+0100-02BA, U+02BD-02C5, U+1E00-1E9F, U+20A0-20C0, U+2C60-2C7F' }],
})

// Not preloaded, because most pages show little or no code.
const mono = localFont({
  src: '../node_modules/@fontsource-variable/geist-mono/files/geist-mono-latin-wght-normal.woff2',
  variable: '--font-geist-mono',
  weight: '100 900',
  preload: false,
  adjustFontFallback: false,
})

// Addresses in the metadata are absolute, and the build does not know APP_URL.
export const generateMetadata = (): Metadata => ({
  metadataBase: new URL(getEnv().APP_URL),
  title: { default: product.name, template: `%s · ${product.name}` },
  description: product.description,
})

export const viewport: Viewport = {
  colorScheme: 'light dark',
  // The background of app/styles/theme.css.
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f9f8f4' },
    { media: '(prefers-color-scheme: dark)', color: '#0b0e14' },
  ],
}

// Every page loads what this file imports, so it must not import client components.
export default async function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" data-theme={await readTheme()} className={`${sans.variable} ${extended.variable} ${mono.variable}`}>
      <body className="font-sans">
        <a
          href="#content"
          className="bg-primary text-primary-contrast fixed inset-s-2 top-2 z-50 -translate-y-20 rounded-md px-4 py-3 font-medium focus:translate-y-0 print:hidden"
        >
          Skip to content
        </a>
        {children}
      </body>
    </html>
  )
}
