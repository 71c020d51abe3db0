import { Icon } from './ui/icon'
import { readTheme, themes, type Theme } from './theme'
import type { KeepingForm } from './keeping-form'
import { setThemeAction } from './theme-actions'

const names: Record<Theme, string> = { system: 'System theme', light: 'Light theme', dark: 'Dark theme' }

/** Three submit buttons: the server sets the cookie and renders the page in the new theme. `as`: KeepingForm, where people type. */
export async function ThemeSwitch({ as: Form = 'form' }: { as?: typeof KeepingForm | 'form' }) {
  const chosen = (await readTheme()) ?? 'system'
  return (
    <Form action={setThemeAction} aria-label="Theme" className="segments">
      {themes.map((theme) => (
        <button
          key={theme}
          name="theme"
          value={theme}
          title={names[theme]}
          aria-label={names[theme]}
          aria-pressed={theme === chosen}
        >
          <Icon name={theme} />
        </button>
      ))}
    </Form>
  )
}
