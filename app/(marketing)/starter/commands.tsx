import { product } from '@/lib/config'

const commands = [`git clone ${product.repository}`, `cd ${product.repository.split('/').at(-1)}`, 'npm run dev']

/** The prompts cannot be selected, so that copied commands can be pasted. */
export function Commands() {
  return (
    <figure className="grid gap-2.5">
      <pre
        tabIndex={0}
        aria-label="Commands that start it"
        className="bg-raised shadow-raised overflow-x-auto rounded-xl border px-4 py-3.5 font-mono text-xs leading-7 sm:text-[0.8125rem]"
      >
        {commands.map((command) => (
          <code key={command} className="before:text-muted block before:me-2.5 before:content-['$'] before:select-none">
            {command}
          </code>
        ))}
      </pre>
      <figcaption className="text-muted text-[0.8125rem]">
        All you need is Node 20.19 or newer. Packages, database and demo data are set up for you.
      </figcaption>
    </figure>
  )
}
