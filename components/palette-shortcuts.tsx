import { useModifierKey } from './modifier-key'
import type { PaletteProps } from './palette-props'

export function PaletteShortcuts({
  navigation,
  hasAccessReport,
}: Pick<PaletteProps, 'navigation' | 'hasAccessReport'>) {
  const modifier = useModifierKey()
  const rows: [string[], string][] = [
    [[modifier, 'K'], 'Command palette'],
    [['/'], 'Search this list'],
    ...navigation.map(({ label }): [string[], string] => [['G', label.charAt(0)], `Go to ${label}`]),
    ...(hasAccessReport ? [[['A'], 'Why you see this page'] satisfies [string[], string]] : []),
    [['?'], 'Show the shortcuts'],
  ]
  return (
    <div className="palette-shortcuts">
      <h2>Keyboard shortcuts</h2>
      <dl>
        {rows.map(([keys, what]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
