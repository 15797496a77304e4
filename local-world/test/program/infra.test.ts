import { join } from 'node:path'
import { describeGraph } from '@meridian/resource-graph'
import { beforeAll, describe, expect, it } from 'vitest'
import { MODULES } from '../../src/modules/index.ts'
import { mergeProviders } from '../../src/program/providers.ts'
import { type ProgramRun, runProgram } from '../../src/program/run-program.ts'
import { planModules } from '../../src/world/plan-modules.ts'
import { COMPILE_CACHE, REPOSITORY_ROOT } from './programs.ts'

const runStack = (stack: string) =>
  runProgram({
    projectFolder: join(REPOSITORY_ROOT, 'infra/pulumi'),
    stack,
    modules: mergeProviders(MODULES),
    repositoryRoot: REPOSITORY_ROOT,
    compileCacheFolder: COMPILE_CACHE,
  })

/** Source code in a function's archive contains many words that a value must not contain. */
const withoutSources = (key: string, value: unknown) => (key === 'text' ? '' : value)

describe.each(['poc', 'production'])('the program of infra/pulumi for %s', (stack) => {
  let run: ProgramRun

  beforeAll(async () => {
    run = await runStack(stack)
  })

  it('produces the same graph every time', async () => {
    const again = await runStack(stack)
    expect(run.graph.nodes.length).toBeGreaterThan(300)
    expect(describeGraph(again.graph)).toEqual(describeGraph(run.graph))
  })

  it('sets no property that this world refuses', () => {
    const { ineffective } = planModules(MODULES, run.graph)
    const ofBalancer = ineffective.find(({ type }) => type === 'aws:lb/loadBalancer:LoadBalancer')
    expect(ofBalancer?.properties).toContain('desyncMitigationMode')
  })

  it('has a source line for every resource', () => {
    const unplaced = run.graph.nodes.filter(({ source, type }) => !source && type !== 'pulumi:pulumi:Stack')
    expect(unplaced.map(({ urn }) => urn)).toEqual([])
  })

  it('gets every id and output that it uses from a module that interprets the type', () => {
    expect(run.uninterpreted).toEqual([])
    // An output that was never computed becomes this word where the program interpolates it.
    const holed = run.graph.nodes.filter(({ inputs }) =>
      /undefined|\[object /.test(JSON.stringify(inputs, withoutSources)),
    )
    expect(holed.map(({ urn }) => urn)).toEqual([])
  })

  it('contains no trace of the machine it runs on', () => {
    // A container's own health check calls the container itself.
    const text = JSON.stringify(run.graph.contents).replaceAll("'http://127.0.0.1:' + process.env.PORT", '')
    expect(text).not.toMatch(/127\.0\.0\.1|localhost/)
  })
})
