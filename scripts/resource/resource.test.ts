import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  addModel,
  addPermissions,
  addRecord,
  addToRoles,
  removeFromRoles,
  removeModel,
  removePermissions,
  removeRecord,
} from './edits.mjs'
import { fieldsOf } from './fields.mjs'
import { assertUsable, renderFiles, renderModel } from './files.mjs'
import { namesOf } from './names.mjs'
import { render } from './template.mjs'
import { valuesOf } from './values.mjs'

it.each(['reports', 'test-results', 'builds'])('git keeps the files of %s', async (plural) => {
  const [names, options] = [namesOf(plural), { archive: false }]
  const files = (await renderFiles(names, valuesOf(names, fieldsOf(['name:string'], options), options))) as [string][]
  const paths = files.map(([file]) => file)
  const { stdout } = spawnSync('git', ['check-ignore', '--no-index', ...paths], { encoding: 'utf8' })
  expect([paths.length > 10, stdout]).toEqual([true, ''])
})

describe('the names of a resource', () => {
  it.each([
    ['invoices', 'invoice', 'an invoice'],
    ['companies', 'company', 'a company'],
    ['boxes', 'box', 'a box'],
    ['classes', 'class_', 'a class'],
    ['purchase-orders', 'purchase_order', 'a purchase order'],
    ['units', 'unit', 'a unit'],
    ['updates', 'update', 'an update'],
  ])('include the singular of %s', (plural, key, aNoun) => {
    if (key.endsWith('_')) expect(() => namesOf(plural)).toThrow('reserved word')
    else expect(namesOf(plural)).toMatchObject({ key, aNoun })
  })

  it('are spelled for each place', () => {
    expect(namesOf('purchase-orders')).toMatchObject({
      path: 'purchase-orders',
      table: 'purchase_orders',
      noun: 'purchaseOrder',
      nouns: 'purchaseOrders',
      Noun: 'PurchaseOrder',
      ManyWords: 'Purchase orders',
    })
    expect(namesOf('people', 'person')).toMatchObject({ table: 'people', key: 'person', Noun: 'Person' })
  })

  it.each(['Invoices', '2invoices', 'in voices', "in'voices", '../invoices', '', 'invoice', 'tables', 'x'.repeat(41)])(
    'refuses %j',
    (plural) => expect(() => namesOf(plural)).toThrow(/is not a name|singular|reserved/),
  )

  it.each(['pages', 'cards', 'sessions', 'actions'])(
    'refuses %s, which the written code uses for something else',
    (plural) => expect(() => assertUsable(namesOf(plural))).toThrow('for something else'),
  )
})

describe('the fields of a resource', () => {
  it('have a type, choices and a title', () => {
    const { fields, title } = fieldsOf(['note:text?', 'full_name:string', 'state:enum(open, done)'])
    expect(title.name).toBe('full_name')
    expect(fields).toMatchObject([
      { name: 'note', type: 'text', optional: true },
      { name: 'full_name', camel: 'fullName', label: 'Full name', optional: false },
      { name: 'state', choices: ['open', 'done'], choiceLabels: ['Open', 'Done'] },
    ])
  })

  it.each([
    [['amount'], 'is not a field'],
    [['amount:money'], 'money is not a type'],
    [['Amount:decimal'], 'is not a name'],
    [['order:string'], 'taken or reserved'],
    [['id:string'], 'taken or reserved'],
    [['state:enum'], 'an enum needs its choices'],
    [['state:enum()'], 'different words'],
    [['state:enum(a,a)'], 'different words'],
    [['note:text(5)'], 'only an enum has choices'],
    [['a:string', 'a:text'], 'declared twice'],
    [['amount:decimal'], 'Declare a field such as title:string'],
    [['title:string?'], 'Declare a field such as title:string'],
    [[], 'Declare a field such as title:string'],
  ])('refuses %j', (declarations, reason) => expect(() => fieldsOf(declarations)).toThrow(reason))

  it('cannot include a status together with --archive', () => {
    const declarations = ['title:string', 'status:string']
    expect(() => fieldsOf(declarations, { archive: true })).toThrow('another name')
    expect(fieldsOf(declarations).fields).toHaveLength(2)
  })
})

describe('a template', () => {
  it('replaces values, and keeps lines by a condition', () => {
    const template = 'a __x__\n//#if yes\nb\n//#if no\nc\n//#end\n//#else\nd\n//#end\n__empty__\n\ne'
    expect(render(template, { x: 1, yes: true, no: false, empty: '' })).toBe('a 1\nb\n\ne')
  })

  it('refuses a missing value', () => expect(() => render('__x__', {})).toThrow('a value for x'))
})

describe('the changes of a new resource to existing files', () => {
  const names = namesOf('gadgets')
  const declared = fieldsOf(['title:string', 'due:date', 'state:enum(open,done)'])
  const values = valuesOf(names, declared)
  const read = (file: string) => fs.readFileSync(file, 'utf8')

  it('can be removed without a trace', () => {
    const schema = read('prisma/schema.prisma')
    const withModel = addModel(schema, renderModel(values).replace(/^enum [^]*?\n\}\n\n/, ''), names)
    expect(withModel.match(/Gadget\[\]/g)).toHaveLength(2)
    expect(removeModel(withModel.replaceAll('  gadgets Gadget[]', '  gadgets   Gadget[]'), names)).toBe(schema)
    const catalogue = read('lib/permissions/catalogue.ts')
    const withPermissions = addPermissions(catalogue, names)
    expect(withPermissions.match(/'org:gadgets:(read|write)'/g)).toHaveLength(4)
    expect(removePermissions(withPermissions, names)).toBe(catalogue)
    const roles = read('lib/permissions/roles.ts')
    expect(removeFromRoles(addToRoles(roles, names), names)).toBe(roles)
    const journey = read('e2e/page-roles.spec.ts')
    expect(addRecord(journey, names, values.required)).toContain("'/gadgets/[id]'")
    expect(removeRecord(addRecord(journey, names, values.required), names)).toBe(journey)
  })

  it('name every file, and leave no placeholder', async () => {
    const files = (await renderFiles(names, values)) as [string, string][]
    expect(files.map(([file]) => file)).toContain('app/o/[slug]/gadgets/[id]/edit/page.tsx')
    for (const [file, text] of files) expect(text, file).not.toMatch(/__[A-Za-z]+__|\/\/#(if|else|end)/)
  })

  it('name a place that was not found', () => {
    expect(() => addToRoles('const admin = []', names)).toThrow('did not find the role viewer')
    expect(() => addModel('model User {}', 'model Gadget {}', names)).toThrow('did not find model Organization')
  })
})
