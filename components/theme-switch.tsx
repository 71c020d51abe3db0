import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { readTheme, themes, type Theme } from './theme'
import { setThemeAction } from './theme-actions'

const icons: Record<Theme, ReactNode> = {
  system: <path d="M2.5 3.5h11v7.5h-11zM5.5 13.5h5" />,
  light: (
    <path d="M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6ZM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7" />
  ),
  dark: <path d="M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8Z" />,
}

const names: Record<Theme, string> = { system: 'System theme', light: 'Light theme', dark: 'Dark theme' }

/** Three submit buttons: the server sets the cookie and renders the page in the new theme. */
export async function ThemeSwitch({ className }: { className?: string }) {
  const chosen = (await readTheme()) ?? 'system'
  return (
    <form
      action={setThemeAction}
      aria-label="Theme"
      className={clsx('bg-sunken inline-flex rounded-lg border p-0.5', className)}
    >
      {themes.map((theme) => (
        <button
          key={theme}
          name="theme"
          value={theme}
          title={names[theme]}
          aria-label={names[theme]}
          aria-pressed={theme === chosen}
          className="text-muted hover:text-ink aria-pressed:bg-raised aria-pressed:text-ink aria-pressed:shadow-raised grid h-10 w-11 place-items-center rounded-md sm:size-7"
        >
          <svg aria-hidden viewBox="0 0 16 16" className="size-4 fill-none stroke-current stroke-[1.4]">
            <g strokeLinecap="round" strokeLinejoin="round">
              {icons[theme]}
            </g>
          </svg>
        </button>
      ))}
    </form>
  )
}
