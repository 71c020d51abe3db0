// The directions of the code, as rules: app -> components -> components/ui, and app -> lib/<noun> -> lib/db, lib/auth.
import hooks from 'eslint-plugin-react-hooks'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

const never = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] })

const nextAuth = { regex: '^next-auth(/|$)', message: 'lib/auth alone speaks to next-auth.' }
const jose = { regex: '^jose(/|$)', message: 'lib/org-token and middleware.ts alone sign and verify.' }
const database = {
  group: ['@/lib/db/*', '**/db/generated/*', 'pg', '@prisma/*'],
  message: 'Ask a function of lib/<noun>: it goes through the door with a permission.',
}
const client = { group: ['**/db/client', './client'], message: 'Only lib/db holds the client; use a door.' }
const identity = { group: ['**/db/with-identity'], message: 'For lib/auth, lib/org-token and lib/mail alone.' }
const upwards = { group: ['@/app/*', '@/components/*'], message: 'lib knows nothing of what is built on it.' }
const transaction = { group: ['**/db/transaction'], message: 'Only the doors open transactions.' }
const own = { group: ['@/*', '../*'], message: 'A primitive knows nothing of the product.' }

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

export default defineConfig(
  globalIgnores([
    '.next/**',
    '.data/**',
    'lib/db/generated/**',
    'test-results/**',
    'playwright-report/**',
    'next-env.d.ts',
    'bench/results/**',
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
  {
    files: ['app/**', 'components/**', 'lib/**', 'middleware.ts'],
    ignores: ['lib/env.ts', '**/*.test.ts', 'lib/testing*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'lib/env.ts alone reads it.' },
      ],
    },
  },
  { files: ['lib/testing*.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['app/**'], ignores: ['**/*.test.ts'], rules: never(nextAuth, jose, database) },
  {
    files: ['components/**'],
    rules: never(nextAuth, jose, database, { group: ['@/app/*'], message: 'app builds on components.' }),
  },
  { files: ['components/ui/**'], rules: never(own, nextAuth, jose, database) },
  {
    files: ['lib/*.ts'],
    ignores: ['**/*.test.ts', 'lib/testing*.ts'],
    rules: never(upwards, nextAuth, jose, client, {
      group: ['pg', '@prisma/*', '**/db/generated/*'],
      message: 'Only lib/db.',
    }),
  },
  {
    files: ['lib/auth/**', 'lib/mail/**'],
    ignores: ['**/*.test.ts'],
    rules: never(upwards, jose, client, transaction),
  },
  { files: ['lib/org-token/**'], ignores: ['**/*.test.ts'], rules: never(upwards, nextAuth, client, transaction) },
  { files: ['lib/db/**'], ignores: ['**/*.test.ts'], rules: never(upwards, nextAuth, jose) },
  { files: ['middleware.ts'], rules: never(nextAuth, database, client, identity) },
)
