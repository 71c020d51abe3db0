// What to remove with the sample. scripts/remove-sample.mjs does it, and deletes this folder as well.
import { removeFromRoles, removeModel, removePermissions, removeRecord } from '../resource/edits.mjs'

const names = { Noun: 'Project', nouns: 'projects', table: 'projects', path: 'projects' }

export const deleted = [
  'lib/projects',
  'app/o/[slug]/projects',
  'app/api/v1/projects',
  'e2e/projects.spec.ts',
  'prisma/demo/projects.ts',
  'prisma/migrations/0006_projects',
  'scripts/sample',
]

const without = (pattern) => (text) => text.replace(pattern, '')

/** Documents and comments use the sample as their example. Without it they use a resource that could be added. */
const retold = (text) =>
  text
    .replace(/\b([Aa]) project\b/g, (_, article) => `${article}n invoice`)
    .replaceAll('projects', 'invoices')
    .replaceAll('Projects', 'Invoices')
    .replaceAll('project', 'invoice')
    .replaceAll('Project', 'Invoice')

/** Commands in documents need paths that exist. */
const elsewhere = (text) =>
  text
    .replaceAll(/lib\/projects\/projects\.test\.ts -t '[^']*'/g, "lib/roles/roles.test.ts -t 'A074'")
    .replaceAll('lib/projects', 'lib/members')
    .replaceAll('e2e/projects.spec.ts', 'e2e/members.spec.ts')

/** The files to change, each with a function from the old text to the new one. */
export const changed = {
  'prisma/schema.prisma': (text) => removeModel(text, names),
  'prisma/README.md': without(/^- `0006_projects`.*\n/m),
  'lib/permissions/catalogue.ts': (text) => retold(removePermissions(text, names)),
  'lib/permissions/roles.ts': (text) => removeFromRoles(text, names),
  'components/ui/icon.tsx': without(/^ {2}'projects',\n/m),
  'components/ui/icons.svg': without(/^.*id="projects".*\n/m),
  'docs/extending.md': (text) => retold(text.replace(/^## Remove the sample\n[^]*?(?=^## )/m, '')),
  'README.md': (text) => retold(text.replace(/^npm run remove-sample .*\n/m, '')),
  'e2e/page-roles.spec.ts': (text) => removeRecord(text, names),
  'bench/data.sql': (text) =>
    text.replace(/^insert into projects[^;]*;\n\n/gm, '').replace(' Organization 1 has 10,000 records.', ''),
  'bench/targets.mjs': without(/^ {4}\{\n {6}id: 'projects(-page)?',\n[^]*?^ {4}\},\n/gm),
  'CONTRIBUTING.md': elsewhere,
  'docs/operations.md': elsewhere,
  'docs/api-keys.md': retold,
  'docs/architecture.md': retold,
  'docs/tokens.md': retold,
  'app/(marketing)/starter/samples.ts': retold,
  'app/(marketing)/starter/scenes.ts': retold,
  'components/confirm-button.tsx': retold,
  'components/record-form.tsx': retold,
  'lib/oauth/schemas.ts': retold,
  'lib/openapi/description.ts': retold,
  'lib/openapi/document.ts': retold,
  'lib/resources.ts': retold,
  'lib/testing/notes.ts': (text) => text.replace('Built like lib/projects;', 'Built like any resource;'),
}
