import { hueNames } from '@/lib/organizations/hues'
import { Specimen } from './specimen'

const colors = [
  ['bg-background', 'background'],
  ['bg-surface', 'surface'],
  ['bg-raised', 'raised'],
  ['bg-sunken', 'sunken'],
  ['bg-hover', 'hover'],
  ['bg-line', 'line'],
  ['bg-line-strong', 'line-strong'],
  ['bg-muted', 'muted'],
  ['bg-ink', 'ink'],
  ['bg-primary', 'primary'],
  ['bg-accent', 'accent'],
  ['bg-accent-soft', 'accent-soft'],
  ['bg-danger', 'danger'],
  ['bg-danger-soft', 'danger-soft'],
  ['bg-success-soft', 'success-soft'],
  ['bg-warning-soft', 'warning-soft'],
  ['bg-info-soft', 'info-soft'],
  ['bg-ring', 'ring'],
] as const

export function Tokens() {
  return (
    <>
      <Specimen name="Colors">
        <ul className="swatches">
          {colors.map(([look, name]) => (
            <li key={name}>
              <span className={look} />
              {name}
            </li>
          ))}
        </ul>
      </Specimen>
      <Specimen name="Colors of organizations">
        <ul className="swatches">
          {hueNames.map((name, hue) => (
            <li key={name} data-org-hue={hue}>
              <span className="bg-org" />
              {name}
            </li>
          ))}
        </ul>
      </Specimen>
      <Specimen name="Type">
        <div className="grid gap-1">
          <p className="text-[1.375rem] leading-tight font-semibold tracking-[-0.02em]">Page title</p>
          <p className="text-[0.9375rem] font-semibold tracking-tight">Card title</p>
          <p className="text-sm">Body text, 14 px</p>
          <p className="text-muted text-[0.8125rem]">Small and muted, 13 px</p>
          <p className="font-mono text-xs">Code, 12 px</p>
        </div>
      </Specimen>
      <Specimen name="Radius and shadow">
        <div className="flex flex-wrap gap-4">
          <span className="bg-raised size-12 rounded-sm border" />
          <span className="bg-raised size-12 rounded-md border" />
          <span className="bg-raised size-12 rounded-lg border" />
          <span className="bg-raised size-12 rounded-xl border" />
          <span className="bg-raised shadow-raised size-12 rounded-xl border" />
          <span className="bg-raised shadow-overlay size-12 rounded-xl border" />
        </div>
      </Specimen>
    </>
  )
}
