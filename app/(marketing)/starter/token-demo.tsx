// Works without a script: radio buttons choose the organization, and CSS shows its token and the result of each check.
import { clsx } from 'clsx'
import { Icon } from '@/components/ui/icon'
import { OrgTile } from '@/components/ui/avatar'
import { scenes, type Scene } from './scenes'

// Written out, because Tailwind finds class names in the source.
const shown: Record<Scene['slug'], string> = {
  acme: 'group-has-[#scene-acme:checked]:block',
  globex: 'group-has-[#scene-globex:checked]:block',
  initech: 'group-has-[#scene-initech:checked]:block',
}

export function TokenDemo() {
  return (
    <div className="group bg-surface shadow-raised overflow-hidden rounded-2xl border lg:grid lg:grid-cols-[17rem_1fr_19rem]">
      <fieldset className="min-w-0 p-5 max-lg:border-b sm:p-6 lg:border-e">
        <legend className="sr-only">Organization that Frida works in</legend>
        <Caption step="1">Frida picks where she works</Caption>
        <div className="grid gap-1.5">
          {scenes.map((scene, index) => (
            <Choice key={scene.slug} scene={scene} checked={index === 0} />
          ))}
        </div>
        <p className="text-muted mt-5 px-2.5 text-[0.8125rem] text-pretty max-lg:hidden">
          Same person, same sign-in. Choose another organization and watch the token.
        </p>
      </fieldset>
      <div className="min-w-0 p-5 max-lg:border-b sm:p-6 lg:border-e">
        <Caption step="2">She gets a token for that one</Caption>
        {scenes.map((scene) => (
          <Token key={scene.slug} scene={scene} />
        ))}
      </div>
      <div className="min-w-0 p-5 sm:p-6">
        <Caption step="3">Your backends check it alone</Caption>
        {scenes.map((scene) => (
          <Verdicts key={scene.slug} scene={scene} />
        ))}
      </div>
    </div>
  )
}

function Caption({ step, children }: { step: string; children: string }) {
  return (
    <p className="mb-4 flex items-center gap-2.5 text-[0.8125rem] font-medium">
      <span className="bg-ink text-background grid size-5 place-items-center rounded-full font-mono text-[0.6875rem]">
        {step}
      </span>
      {children}
    </p>
  )
}

function Choice({ scene, checked }: { scene: Scene; checked: boolean }) {
  return (
    <label className="hover:bg-hover has-checked:border-line has-checked:bg-raised has-checked:shadow-raised has-focus-visible:outline-ring flex min-h-14 cursor-pointer items-center gap-3 rounded-lg border border-transparent px-2.5 transition-colors has-focus-visible:outline-2">
      <input type="radio" name="scene" id={`scene-${scene.slug}`} defaultChecked={checked} className="peer sr-only" />
      <OrgTile id={scene.id} name={scene.name} hue={scene.hue} />
      <span className="grid grow leading-tight">
        <span className="font-medium">{scene.name}</span>
        <span className="text-muted text-[0.8125rem]">{scene.role}</span>
      </span>
      <span
        aria-hidden
        className="peer-checked:bg-accent peer-checked:outline-accent/25 size-2 rounded-full peer-checked:outline-3"
      />
    </label>
  )
}

function Token({ scene }: { scene: Scene }) {
  return (
    <div data-org-hue={scene.hue} className={clsx('hidden', shown[scene.slug])}>
      <p aria-hidden className="bg-sunken text-muted mb-4 rounded-md px-3 py-2.5 font-mono text-xs leading-5 break-all">
        eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.<span className="bg-org-soft text-ink">{scene.encoded}</span>
        .kV3w9Yh0bqT1xN8c…
      </p>
      <dl className="grid font-mono text-[0.8125rem]">
        {scene.claims.map(([name, value]) => (
          <div key={name} className="grid gap-x-2 border-t py-1.5 first:border-t-0 sm:grid-cols-[8.5rem_1fr]">
            <dt className="text-muted">{name}</dt>
            <dd className="min-w-0 break-words">{name.startsWith('org_') ? <OrgClaim value={value} /> : value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function OrgClaim({ value }: { value: string }) {
  return value.split(' ').map((part) => (
    <span key={part} className="block">
      <mark className="bg-org-soft text-ink rounded-[3px] px-1">{part}</mark>
    </span>
  ))
}

function Verdicts({ scene }: { scene: Scene }) {
  return (
    <ul className={clsx('hidden space-y-2', shown[scene.slug])}>
      {scene.verdicts.map(({ backend, language, asks, allowed }) => (
        <li key={backend} className="bg-raised shadow-raised rounded-lg border p-3">
          <p className="flex items-baseline justify-between gap-3">
            <span className="font-medium">{backend}</span>
            <span className="text-muted text-xs">{language}</span>
          </p>
          <p className="text-muted mt-1 font-mono text-xs">{asks}</p>
          <p
            className={clsx(
              'mt-2 flex items-center gap-2 text-[0.8125rem] font-medium',
              allowed ? 'text-success-text' : 'text-danger-text',
            )}
          >
            <Verdict allowed={allowed} />
            {allowed ? 'Allowed' : 'Refused: not in the token'}
          </p>
        </li>
      ))}
      <li className="text-muted px-1 pt-1 text-xs text-pretty">
        One download of the public keys, then no further calls.
      </li>
    </ul>
  )
}

function Verdict({ allowed }: { allowed: boolean }) {
  return <Icon name={allowed ? 'check' : 'close'} className="size-3.5 stroke-2" />
}
