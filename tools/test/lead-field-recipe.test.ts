import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { copyOfRepository, edit, runIn, typeErrorsIn } from './support/copy.ts'

/** It starts a real database. */
const LONG_MS = 300_000

const MIGRATIONS = 'packages/database/src/migrations'
const REPOSITORY = 'services/marketing-api/src/leads/repository.ts'
const FORM = 'services/frontend/src/leads/lead-form.ts'
/** A line of the form's template. */
const inputOf = (field: string) => `\${textInput('${field}', form, locale)}\n`
const SECTION = 'services/frontend/src/leads/lead-form-section.ts'

it(
  'the steps of docs/developing.md take a lead field from the form to its column',
  () => {
    const folder = copyOfRepository([
      'packages',
      'services',
      'tsconfig.json',
      'vitest.base.ts',
      'package.json',
    ])
    const typesOf = (project: string) => typeErrorsIn(folder, project)
    const change = (path: string, find: string, replacement: string) => edit(folder, path, find, replacement)

    // 1 and 2: the contract, and what must not be logged.
    const contract = 'packages/contract/src/leads.ts'
    change(
      contract,
      "    phone: {\n      type: 'string',",
      "    company: { type: 'string', maxLength: 80, description: 'a company' },\n    phone: {\n      type: 'string',",
    )
    change('packages/observability/src/redaction.ts', "  'phone',\n", "  'phone',\n  'company',\n")

    // 3 and 4: the column.
    const next = String(readdirSync(join(folder, MIGRATIONS)).length + 1).padStart(4, '0')
    writeFileSync(
      join(folder, MIGRATIONS, `${next}-lead-company.sql`),
      '-- Where a visitor works, if they say so.\n-- oldest-program: 0\n\nalter table leads add column company text;\n',
    )
    change(
      'packages/database/src/schema.ts',
      '  phone: string | null\n',
      '  phone: string | null\n  company: string | null\n',
    )
    expect(typesOf('services/marketing-api')).toMatch(
      /^services\/marketing-api\/src\/leads\/repository.*'company' is missing/ms,
    )

    // 5: the insert.
    change(
      REPOSITORY,
      '    message: eb.cast',
      "    company: eb.cast<string | null>(eb.val(lead.company ?? null), 'text'),\n    message: eb.cast",
    )
    expect(typesOf('services/marketing-api')).toBe('')

    // 6 and 7: the form.
    change(FORM, "['name', 'email', 'phone',", "['name', 'email', 'phone', 'company',")
    const asked = typesOf('services/frontend')
    expect(asked).toContain(FORM)
    expect(asked).toContain(SECTION)
    change(FORM, "phone: '', message", "phone: '', company: '', message")
    change(FORM, "    phone: text('phone'),\n", "    phone: text('phone'),\n    company: text('company'),\n")
    change(
      FORM,
      '{ name, email, phone, message } = NEW_LEAD_SCHEMA',
      '{ name, email, phone, company, message } = NEW_LEAD_SCHEMA',
    )
    change(FORM, '  phone: Compile(phone),\n', '  phone: Compile(phone),\n  company: Compile(company),\n')
    change(FORM, "  phone: 'phoneInvalid',\n", "  phone: 'phoneInvalid',\n  company: 'companyLong',\n")
    change(FORM, "field === 'phone' ||", "field === 'phone' || field === 'company' ||")
    change(
      FORM,
      '{ name, email, phone, message } = form.values',
      '{ name, email, phone, company, message } = form.values',
    )
    change(
      FORM,
      "    ...(message === ''",
      "    ...(company === '' ? {} : { company }),\n    ...(message === ''",
    )
    for (const [language, label, mistake] of [
      ['en', 'Company', 'Enter a company of at most 80 characters.'],
      ['ko', '회사', '회사 이름을 80자 이내로 입력해 주세요.'],
    ]) {
      const words = `services/frontend/src/i18n/${language}.ts`
      change(
        words,
        '    mistakes: {\n',
        `    company: '${label}',\n    mistakes: {\n      companyLong: '${mistake}',\n`,
      )
    }
    change(
      SECTION,
      "type TextField = 'name' | 'email' | 'phone'",
      "type TextField = 'name' | 'email' | 'phone' | 'company'",
    )
    change(
      SECTION,
      "  phone: { type: 'tel'",
      "  company: { type: 'text', autocomplete: 'organization', isRequired: false, most: 80 },\n  phone: { type: 'tel'",
    )
    change(SECTION, inputOf('phone'), inputOf('phone') + inputOf('company'))
    expect(typesOf('services/frontend')).toBe('')

    // 8: the tests.
    change(
      'services/frontend/test/leads.test.ts',
      "const typed = { name: 'Mina Kim',",
      "const typed = { name: 'Mina Kim', company: 'Haneul',",
    )
    change(
      'services/frontend/test/leads.test.ts',
      "      email: 'mina@example.com',\n",
      "      email: 'mina@example.com',\n      company: 'Haneul',\n",
    )
    const pages = runIn(
      folder,
      'services/frontend',
      'vitest',
      'run',
      'test/leads.test.ts',
      '-t',
      'stores a lead and redirects to',
    )
    expect(pages.stdout).toContain('1 passed')
    expect(pages.status).toBe(0)
    const apiTest = 'services/marketing-api/test/leads.test.ts'
    change(apiTest, "  name: '김민지',\n", "  name: '김민지',\n  company: 'Haneul',\n")
    change(
      apiTest,
      "      preferred_date: '2026-12-05',\n",
      "      preferred_date: '2026-12-05',\n      company: 'Haneul',\n",
    )
    const stored = runIn(
      folder,
      'services/marketing-api',
      'vitest',
      'run',
      'test/leads.test.ts',
      '-t',
      'with its consent',
    )
    expect(stored.stdout).toContain('1 passed')
    expect(stored.status).toBe(0)
  },
  LONG_MS,
)
