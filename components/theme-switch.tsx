import { Icon } from './ui/icon'
import { readTheme, themes, type Theme } from './theme'
import { ThemeForm } from './theme-form'

const names: Record<Theme, string> = { system: 'System theme', light: 'Light theme', dark: 'Dark theme' }

/** Three submit buttons: the server sets the cookie and renders the page in the new theme. */
export async function ThemeSwitch() {
  const chosen = (await readTheme()) ?? 'system'
  return (
    <ThemeForm>
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
    </ThemeForm>
  )
}
