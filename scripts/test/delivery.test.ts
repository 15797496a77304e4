import { describe, expect, it } from 'vitest'
import { runScript } from './run-script.ts'

const COMMANDS = ['deploy-gate', 'deploy-region', 'migrate', 'image-replication', 'image-scan']
const DIGEST = `sha256:${'a'.repeat(64)}`

describe.each(COMMANDS)('%s', (command) => {
  it('shows examples and its exit codes, and exits 0', async () => {
    const { exitCode, stdout } = await runScript(`${command}.ts`, ['--help'])
    expect(exitCode).toBe(0)
    expect(stdout).toContain(`node scripts/${command}.ts --target aws --outputs outputs.json`)
    expect(stdout).toContain('Exit codes: 0 ')
  })

  it('names its target, or exits 2', async () => {
    const { exitCode, stderr } = await runScript(`${command}.ts`, [])
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/required option '--(target|region|image) </)
  })
})

it.each([
  ['an image by tag', ['--image', 'frontend=latest'], /is not <service>=sha256:<64 hexadecimal digits>/],
  ['an unknown service', ['--image', `web=${DIGEST}`], /is not <service>=sha256/],
  ['no image', [], /required option '--image <service=digest>' not specified/],
  [
    'an unknown region',
    ['--image', `frontend=${DIGEST}`, '--region', 'moon-1'],
    /Allowed choices are us-east-1/,
  ],
])('deploy-region exits 2 on %s', async (_title, args, message) => {
  const { exitCode, stderr } = await runScript('deploy-region.ts', [
    ...['--target', 'local', '--region', 'us-west-2'],
    ...args,
  ])
  expect(exitCode).toBe(2)
  expect(stderr).toMatch(message)
})
