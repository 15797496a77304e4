import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeGraph } from '@meridian/resource-graph'
import { describe, expect, it, onTestFinished } from 'vitest'
import { recorded } from '../../src/modules/recorded/index.ts'
import { mergeProviders } from '../../src/program/providers.ts'
import { type RememberedRun, runRememberedProgram } from '../../src/program/remembered-program.ts'
import { COMPILE_CACHE, REPOSITORY_ROOT } from './programs.ts'

/** A copy of a fixture program, with its own cache, for a test to change. */
function programToChange() {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-remembered-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const projectFolder = join(folder, 'program')
  cpSync(join(import.meta.dirname, 'fixtures', 'whole'), projectFolder, { recursive: true })
  cpSync(join(import.meta.dirname, 'fixtures', 'aws.ts'), join(folder, 'aws.ts'))
  symlinkSync(join(REPOSITORY_ROOT, 'node_modules'), join(folder, 'node_modules'))
  let runs = 0
  const describeIt = (isFresh = false, config = {}): Promise<RememberedRun> => {
    runs = 0
    return runRememberedProgram({
      projectFolder,
      stack: 'dev',
      config,
      modules: mergeProviders([recorded]),
      repositoryRoot: REPOSITORY_ROOT,
      compileCacheFolder: COMPILE_CACHE,
      cacheFolder: folder,
      isFresh,
      onResource: () => {
        runs += 1
      },
    })
  }
  const memories = () => readdirSync(folder).filter((name) => /^program-.*\.json$/.test(name))
  return { folder, projectFolder, describeIt, memories, hasRun: () => runs > 0 }
}

describe('a program that has not changed', () => {
  it('is not run again, and its graph is the same', async () => {
    const program = programToChange()
    const first = await program.describeIt()
    expect(program.hasRun()).toBe(true)
    const second = await program.describeIt()
    expect(program.hasRun()).toBe(false)
    expect(second.describedAt).toMatch(/^\d{4}-/)
    expect(describeGraph(second.graph)).toEqual(describeGraph(first.graph))
    expect(second.uninterpreted).toEqual(first.uninterpreted)
  })

  it('is run again on request', async () => {
    const program = programToChange()
    await program.describeIt()
    expect((await program.describeIt(true)).describedAt).toBeUndefined()
    expect(program.hasRun()).toBe(true)
  })

  it('is run again with a setting that overrides the stack file', async () => {
    const program = programToChange()
    await program.describeIt()
    const { graph } = await program.describeIt(false, { 'whole:greeting': 'good day' })
    expect(program.hasRun()).toBe(true)
    expect(graph.contents.stackOutputs.settings).toMatchObject({ greeting: 'good day' })
  })

  it('is remembered for each set of settings, and for the forty used last only', async () => {
    const program = programToChange()
    await program.describeIt()
    const config = { 'whole:greeting': 'good day' }
    await program.describeIt(false, config)
    expect((await program.describeIt()).describedAt).toBeDefined()
    expect((await program.describeIt(false, config)).describedAt).toBeDefined()
    for (let number = 0; number < 50; number += 1)
      writeFileSync(join(program.folder, `program-other-${number}.json`), '{}')
    await program.describeIt(false, config)
    await program.describeIt(true)
    expect(program.memories()).toHaveLength(40)
    expect((await program.describeIt()).describedAt).toBeDefined()
    expect((await program.describeIt(false, config)).describedAt).toBeDefined()
  })

  it('is remembered only for the owner of the checkout', async () => {
    const program = programToChange()
    await program.describeIt()
    for (const name of program.memories())
      expect(statSync(join(program.folder, name)).mode & 0o777).toBe(0o600)
  })
})

describe('a program is run again', () => {
  it.each([
    ['its source', 'index.ts', '\n// changed\n'],
    ['a setting of its stack', 'Pulumi.dev.yaml', '\n# changed\n'],
  ])('when %s changes', async (_, file, change) => {
    const program = programToChange()
    await program.describeIt()
    appendFileSync(join(program.projectFolder, file), change)
    expect((await program.describeIt()).describedAt).toBeUndefined()
    expect(program.hasRun()).toBe(true)
  })

  it.each([
    ['a file that it reads, wherever that is', 'greeting.ts', 'good night'],
    ['the listing of a folder that it reads', 'another.ts', 'hello'],
  ])('when %s changes', async (_, file, text) => {
    const program = programToChange()
    const beside = join(program.folder, 'beside')
    mkdirSync(beside)
    writeFileSync(join(beside, 'greeting.ts'), 'good day')
    appendFileSync(
      join(program.projectFolder, 'index.ts'),
      `\nimport { readdirSync, readFileSync } from 'node:fs'\nfor (const name of readdirSync('${beside}')) readFileSync(\`${beside}/\${name}\`)\n`,
    )
    await program.describeIt()
    expect((await program.describeIt()).describedAt).toBeDefined()
    writeFileSync(join(beside, file), text)
    expect((await program.describeIt()).describedAt).toBeUndefined()
    expect(program.hasRun()).toBe(true)
  })

  it('when the remembered graph is truncated', async () => {
    const program = programToChange()
    await program.describeIt()
    for (const name of program.memories()) writeFileSync(join(program.folder, name), '{"digest": "')
    expect((await program.describeIt()).describedAt).toBeUndefined()
  })
})
