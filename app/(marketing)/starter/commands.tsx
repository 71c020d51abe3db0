import { product } from '@/lib/config'

const commands = [`git clone ${product.repository}`, `cd ${product.repository.split('/').at(-1)}`, 'npm run dev']

/** The prompts cannot be selected, so that copied commands can be pasted. */
export function Commands() {
  return (
    <figure className="grid gap-2.5">
      <pre className="bg-raised shadow-raised grid gap-1 rounded-xl border px-4 py-3.5 font-mono text-xs leading-5 wrap-anywhere whitespace-pre-wrap sm:gap-0 sm:text-[0.8125rem] sm:leading-7">
        {commands.map((command) => (
          <code
            key={command}
            className="before:text-muted relative block ps-4.5 before:absolute before:start-0 before:content-['$'] before:select-none"
          >
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
