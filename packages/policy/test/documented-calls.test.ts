import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { modelSources } from '../src/index.ts'

const PAGE = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'going-to-aws.md'), 'utf8')
const botocore = modelSources().find(({ name }) => name === 'botocore')

/** Of every command of the CLI. */
const GLOBAL = ['endpoint-url', 'max-items', 'output', 'profile', 'query', 'region']
/** The CLI's name of a service, where it is not botocore's. */
const SERVICES: Readonly<Record<string, string>> = { configservice: 'config', s3api: 's3' }
/** Commands of the CLI itself (AWS CLI Command Reference), and waiters, by the operation that they repeat. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  'ecr get-login-password': [],
  'logs tail': ['follow'],
  'rds generate-db-auth-token': ['hostname', 'port', 'username'],
  'sso login': [],
}
const WAITERS: Readonly<Record<string, string>> = {
  'db-cluster-snapshot-available': 'describe-db-cluster-snapshots',
}

const plain = (text: string) => text.replaceAll('-', '').toLowerCase()

/** Each `aws …` of the page's commands with the options that it gives, up to the next pipe or bracket. */
function callsOf(page: string) {
  const shell = [...page.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = '']) => block).join('\n')
  const joined = shell.replaceAll(/\\\n\s*/g, ' ').replaceAll(/'[^']*'/g, "''")
  return [...joined.matchAll(/\baws ([a-z][\w-]+) (?:wait )?([a-z][\w-]+)([^\n|;]*)/g)].map(
    ([, service = '', command = '', rest = '']) => ({
      service,
      command: WAITERS[command] ?? command,
      options: [...rest.replace(/\$\([^)]*\)/g, '').matchAll(/--([a-z][\w-]*)/g)].map(
        ([, name = '']) => name,
      ),
    }),
  )
}

it.skipIf(!botocore)('every call of the page about AWS exists, with its options', () => {
  const calls = callsOf(PAGE)
  expect(calls.length).toBeGreaterThan(50)
  const unknown = calls.flatMap(({ service, command, options }) => {
    const called = `${service} ${command}`
    const model = SERVICES[service] ?? service
    const operation = [...(botocore?.operations?.(model) ?? [])].find(
      (name) => plain(name) === plain(command),
    )
    const members = operation === undefined ? undefined : botocore?.request(model, operation)?.members
    const known = OWN[called] ?? (operation === undefined ? undefined : [...(members?.keys() ?? [])])
    if (!known) return [called]
    const takes = [...GLOBAL, ...known].map(plain)
    return options
      .filter((name) => !takes.includes(plain(name.replace(/^no-/, ''))))
      .map((name) => `${called} --${name}`)
  })
  expect(unknown).toEqual([])
})
