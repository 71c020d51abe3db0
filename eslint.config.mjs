// The directions of the code, as rules that one can read: app -> components -> components/ui, and
// app -> nouns (lib/<noun>) -> lib/db, lib/auth, lib/mail -> lib/permissions, lib/errors, lib/env.
// lib/architecture.test.ts shows each of them refusing something.
import hooks from 'eslint-plugin-react-hooks'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

// What may not be imported, and why.
const nextAuth = { regex: '^next-auth(/|$)', message: 'Only lib/auth imports next-auth.' }
const jose = { regex: '^jose(/|$)', message: 'Only lib/org-token signs and verifies.' }
const prisma = { group: ['pg', '@prisma/*', '**/db/generated/*'], message: 'Only lib/db talks to the database.' }
const database = { group: ['@/lib/db/*'], message: 'Call a function of lib/<noun>: it asks for a permission.' }
const client = { group: ['@/lib/db/client'], message: 'Only lib/db holds the client: open a scoped transaction.' }
const transaction = {
  group: ['@/lib/db/transaction'],
  message: 'Only the scoped transactions of lib/db open transactions.',
}
const identity = {
  group: ['@/lib/db/with-identity'],
  message: 'Only accounts, tokens, mail and jobs read people without an organization.',
}
const above = { group: ['@/app/*', '@/components/*'], message: 'lib does not know what is built on it.' }
const app = { group: ['@/app/*'], message: 'Components do not know the pages that use them.' }
const ours = { group: ['@/*', '../*'], message: 'A primitive knows nothing of the product.' }
const infrastructure = 'audit|auth|db|jobs|mail|oauth|openapi|org-token|permissions|requests'
const root = 'actions|config|env|errors|flash|http|log|pages|pagination|resources|schemas|sealing'
const noun = {
  regex: `^@/lib/(?!(${infrastructure}|${root})(/|$))`,
  message: 'Nouns build on this folder, not the other way round.',
}

// Which files may not import what. Every file is under one row: in ESLint a later row replaces an earlier one.
const identityReaders = ['accounts', 'audit', 'audit-log', 'jobs', 'organizations']
const special = ['auth', 'db', 'mail', 'org-token', 'permissions', 'server', ...identityReaders]
const directions = [
  [['app/**'], [nextAuth, jose, prisma, database]],
  [['components/*'], [nextAuth, jose, prisma, database, app]],
  [['components/ui/**'], [nextAuth, jose, prisma, ours]],
  [['middleware.ts'], [nextAuth, jose, prisma, database]],
  [['lib/**'], [above, nextAuth, jose, prisma, client, transaction, identity], special.map((name) => `lib/${name}/**`)],
  [['lib/server/**'], [above, nextAuth, jose, prisma, client, transaction]],
  [identityReaders.map((name) => `lib/${name}/**`), [above, nextAuth, jose, prisma, client, transaction]],
  [['lib/auth/**'], [above, jose, prisma, client, transaction, noun]],
  [['lib/mail/**'], [above, nextAuth, jose, prisma, client, transaction, noun]],
  [['lib/org-token/**'], [above, nextAuth, prisma, client, transaction, noun]],
  [['lib/db/**'], [above, nextAuth, jose, noun]],
  [['lib/permissions/**'], [above, nextAuth, jose, prisma, database, noun]],
]

const unsafeSql = {
  selector:
    "MemberExpression[property.name=/^\\$(query|execute)RawUnsafe$/], MemberExpression[object.name='Prisma'][property.name='raw']",
  message: 'Values go into SQL as parameters.',
}
const spreadIntoPrisma = {
  selector:
    'Property[key.name=/^(where|data)$/] > ObjectExpression > SpreadElement > Identifier[name=/^(body|query|params|request)$/]',
  message: 'Name the fields: a body must not reach the database as it came.',
}
const environment = { object: 'process', property: 'env', message: 'Only lib/env.ts reads it.' }

const tests = ['**/*.test.ts', '**/*.test.tsx', 'lib/testing/**']

export default defineConfig(
  globalIgnores([
    '.next/**',
    '.data/**',
    'lib/db/generated/**',
    'test-results/**',
    'playwright-report/**',
    'next-env.d.ts',
    'bench/results/**',
    'bench/peers/*/generated/**',
  ]),
  tseslint.configs.recommended,
  { files: ['app/**', 'components/**'], ...hooks.configs.flat.recommended },
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/ban-ts-comment': 'error',
      'no-restricted-syntax': ['error', unsafeSql, spreadIntoPrisma],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  { files: ['lib/testing/**'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['app/**', 'components/**', 'lib/**', 'middleware.ts'],
    ignores: ['lib/env.ts', ...tests],
    rules: { 'no-restricted-properties': ['error', environment] },
  },
  ...directions.map(([files, patterns, except = []]) => ({
    files,
    ignores: [...tests, ...except],
    rules: { 'no-restricted-imports': ['error', { patterns }] },
  })),
)
