import { join } from 'node:path'
import { describeGraph } from '@meridian/resource-graph'
import { beforeAll, describe, expect, it } from 'vitest'
import { MODULES } from '../../src/modules/index.ts'
import { mergeBodies } from '../../src/program/bodies.ts'
import { type ProgramRun, runProgram } from '../../src/program/run-program.ts'
import { COMPILE_CACHE, REPOSITORY_ROOT } from './programs.ts'

const runStack = (stack: string) =>
  runProgram({
    projectFolder: join(REPOSITORY_ROOT, 'infra/pulumi'),
    stack,
    modules: mergeBodies(MODULES),
    repositoryRoot: REPOSITORY_ROOT,
    compileCacheFolder: COMPILE_CACHE,
  })

describe.each(['poc', 'production'])('the program of infra/pulumi for %s', (stack) => {
  let run: ProgramRun

  beforeAll(async () => {
    run = await runStack(stack)
  })

  it('describes the same graph every time', async () => {
    const again = await runStack(stack)
    expect(run.graph.nodes.length).toBeGreaterThan(300)
    expect(describeGraph(again.graph)).toEqual(describeGraph(run.graph))
  })

  it('has a line for every resource', () => {
    const unplaced = run.graph.nodes.filter(({ source, type }) => !source && type !== 'pulumi:pulumi:Stack')
    expect(unplaced.map(({ urn }) => urn)).toEqual([])
  })

  it('gets every id and output that it asks for, from a module that interprets the type', () => {
    expect(run.uninterpreted).toEqual([])
    // An output that nobody computed turns into this word where the program writes it into a text.
    const holed = run.graph.nodes.filter(({ inputs }) => /undefined|\[object /.test(JSON.stringify(inputs)))
    expect(holed.map(({ urn }) => urn)).toEqual([])
  })

  it('sees no sign of the machine it runs on', () => {
    expect(JSON.stringify(run.graph.contents)).not.toMatch(/127\.0\.0\.1|localhost/)
  })
})
