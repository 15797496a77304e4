import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { describe, expect, onTestFinished } from 'vitest'
import { REPOSITORY_ROOT } from '../../src/booted-world.ts'
import { documentedCommands } from '../../src/runbook.ts'
import { it } from '../../src/shared-world.ts'
import { withoutTerminal } from '../../src/terminal.ts'

const PAGES = ['README.md', ...readdirSync(join(REPOSITORY_ROOT, 'docs')).map((name) => join('docs', name))]
  .filter((page) => page.endsWith('.md') && !page.endsWith('.template.md'))
  .map((page) => join(REPOSITORY_ROOT, page))

/** Queries to the world's name server, on whatever port it had when the page was written. */
const DIG = /dig (?:\+short )?@127\.0\.0\.1 -p (?:\d+|<port>) [^`#\n]+/g
const digLines = (text: string) => (text.match(DIG) ?? []).map((line) => line.trim())
const EXAMPLES = [...new Set(PAGES.flatMap((page) => digLines(readFileSync(page, 'utf8'))))]
/** The output that a page shows for each example. */
const SHOWN = new Map(
  PAGES.flatMap(documentedCommands).map(({ command, expectedLines }) => [command, expectedLines] as const),
)

const has = (program: string, version: string) => spawnSync(program, [version]).status === 0
const ADDRESSES = /^(198\.1[89]\.\d+\.\d+\n)+$/

describe.runIf(has('dig', '-v'))('a dig command in the documents (needs dig on this machine)', () => {
  it('occurs more than four times', () => expect(EXAMPLES.length).toBeGreaterThan(4))

  it.for(EXAMPLES)('answers as written: %s', async (example, { sharedWorld }) => {
    const line = example.replace(/-p (\d+|<port>)/, `-p ${sharedWorld.target.dns?.port}`)
    const { exitCode, stdout, stderr } = await withoutTerminal(line)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    if (example.includes('+short')) expect(stdout).toMatch(ADDRESSES)
    else
      expect(stdout).toMatch(/status: NOERROR[\s\S]*flags: qr aa[\s\S]*CLIENT-SUBNET: 198\.18\.82\.0\/24\/24/)
    const shown = SHOWN.get(example)?.filter((each) => ADDRESSES.test(`${each}\n`)) ?? []
    // Their order varies from answer to answer.
    if (shown.length > 0) expect(stdout.trim().split('\n').sort()).toEqual([...shown].sort())
  })
})

describe.runIf(has('psql', '--version'))('psql (needs psql on this machine)', () => {
  it('connects to every database address that npm start prints, with the password from the secret', async ({
    sharedWorld,
  }) => {
    const printed = sharedWorld.addresses().filter(({ section }) => section === 'Databases')
    expect(printed).toHaveLength(3)
    const secrets = new SecretsManagerClient({
      endpoint: sharedWorld.controlEndpoint,
      region: 'us-east-1',
      credentials: sharedWorld.trust.keys.own,
    })
    onTestFinished(() => secrets.destroy())
    const { SecretString = '{}' } = await secrets.send(
      new GetSecretValueCommand({ SecretId: 'meridian/database' }),
    )
    const { password } = JSON.parse(SecretString) as { readonly password: string }
    const ask = async (address: string) => {
      const line = `psql '${address}' --no-psqlrc -Atc 'select pg_is_in_recovery()'`
      const { stdout, stderr } = await withoutTerminal(line, { PGPASSWORD: password })
      return stdout + stderr
    }
    const answers = await Promise.all(printed.map(({ address }) => ask(address)))
    expect(answers.sort()).toEqual(['f\n', 't\n', 't\n'])
  })
})
