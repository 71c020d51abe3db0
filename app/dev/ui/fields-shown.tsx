import { Checkbox } from '@/components/ui/checkbox'
import { Input } from '@/components/ui/input'
import { Label } from '@/components/ui/label'
import { SearchInput } from '@/components/ui/search-input'
import { Select } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'
import { Specimen } from './specimen'

/** `theme`: makes the ids of the fields unique, because the page shows them twice. */
export function Fields({ theme }: { theme: string }) {
  const id = (name: string) => `${theme}-${name}`
  return (
    <>
      <Specimen name="Input">
        <div className="grid w-full gap-3 sm:grid-cols-2">
          <div className="grid gap-1.5">
            <Label htmlFor={id('name')}>Name</Label>
            <Input id={id('name')} defaultValue="Acme Corp" />
          </div>
          <div className="grid gap-1.5">
            <Label htmlFor={id('wrong')}>With an error</Label>
            <Input id={id('wrong')} defaultValue="acme corp" aria-invalid aria-describedby={id('error')} />
            <p id={id('error')} className="text-danger-text text-[0.8125rem] font-medium">
              Use small letters, digits and single hyphens.
            </p>
          </div>
          <div className="grid gap-1.5">
            <Label htmlFor={id('empty')}>Empty</Label>
            <Input id={id('empty')} placeholder="you@example.com" />
          </div>
          <div className="grid gap-1.5">
            <Label htmlFor={id('closed')}>Disabled</Label>
            <Input id={id('closed')} defaultValue="acme" disabled />
          </div>
        </div>
      </Specimen>
      <Specimen name="Select, Search, Textarea, Checkbox">
        <div className="grid w-full gap-3 sm:grid-cols-2">
          <div className="grid gap-1.5">
            <Label htmlFor={id('role')}>Role</Label>
            <Select id={id('role')} defaultValue="member">
              <option value="member">Member</option>
              <option value="viewer">Viewer</option>
            </Select>
          </div>
          <SearchInput label="Search members" name={id('query')} className="self-end" />
          <div className="grid gap-1.5">
            <Label htmlFor={id('text')}>Description</Label>
            <Textarea id={id('text')} defaultValue="What it is for." />
          </div>
          <div>
            <Checkbox name={id('on')} defaultChecked>
              Checked
            </Checkbox>
            <Checkbox name={id('off')}>Not checked</Checkbox>
            <Checkbox name={id('no')} disabled>
              Disabled
            </Checkbox>
          </div>
        </div>
      </Specimen>
    </>
  )
}
