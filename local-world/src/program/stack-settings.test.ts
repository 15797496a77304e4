import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readStackSettings, stackNames } from './stack-settings.ts'

function project(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-settings-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries({ 'index.ts': '', ...files }))
    writeFileSync(join(folder, name), text)
  return folder
}

describe('stack settings', () => {
  it('add the project namespace to plain keys, and pass objects as JSON', () => {
    const folder = project({
      'Pulumi.yaml':
        'name: shop\nmain: index.ts\nconfig:\n  size:\n    value: small\n  undecided:\n    type: string\n',
      'Pulumi.dev.yaml': 'config:\n  aws:region: us-west-2\n  limits:\n    cpu: 2\n',
    })
    expect(readStackSettings(folder, 'dev')).toEqual({
      project: 'shop',
      main: 'index.ts',
      config: { 'shop:size': 'small', 'aws:region': 'us-west-2', 'shop:limits': '{"cpu":"2"}' },
    })
  })

  it('are refused when one is encrypted, by name', () => {
    const folder = project({
      'Pulumi.yaml': 'name: shop\n',
      'Pulumi.dev.yaml': 'config:\n  shop:password:\n    secure: AAABAK\n',
    })
    expect(() => readStackSettings(folder, 'dev')).toThrow(/holds "shop:password" encrypted/)
  })

  it.each([
    ['no name', 'main: index.ts\n', /has no `name`/],
    ['a program that does not exist', 'name: shop\nmain: src/index.ts\n', /src\/index\.ts does not exist/],
    ['text for config', 'name: shop\nconfig: none\n', /"config: none", which is not a map/],
  ])('are refused when the project file has %s', (_, text, problem) => {
    const folder = project({ 'Pulumi.yaml': text, 'Pulumi.dev.yaml': 'config:\n' })
    expect(() => readStackSettings(folder, 'dev')).toThrow(problem)
  })

  it('exist for each stack file', () => {
    const folder = project({ 'Pulumi.yaml': '', 'Pulumi.b.yaml': '', 'Pulumi.a.yaml': '' })
    expect(stackNames(folder)).toEqual(['a', 'b'])
    expect(stackNames(join(folder, 'absent'))).toEqual([])
  })
})
