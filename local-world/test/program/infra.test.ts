import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { availableBodies } from '../../src/cli/available-bodies.ts'
import { describeGraph } from '../../src/graph/describe-graph.ts'
import { runProgram } from '../../src/program/run-program.ts'
import { COMPILE_CACHE, REPOSITORY_ROOT } from './programs.ts'

const runStack = async (stack: string) =>
  runProgram({
    projectFolder: join(REPOSITORY_ROOT, 'infra/pulumi'),
    stack,
    modules: await availableBodies(),
    repositoryRoot: REPOSITORY_ROOT,
    compileCacheFolder: COMPILE_CACHE,
  })

describe('the program of infra/pulumi', () => {
  it('describes the same graph every time', async () => {
    const [first, second] = await Promise.all([runStack('poc'), runStack('poc')])
    expect(first.graph.nodes.length).toBeGreaterThan(300)
    expect(describeGraph(second.graph)).toEqual(describeGraph(first.graph))
  })

  it('runs for production as well, with a line for every resource', async () => {
    const { graph } = await runStack('production')
    expect(graph.ofType('aws:rds/clusterInstance:ClusterInstance')).toHaveLength(6)
    const unplaced = graph.nodes.filter(({ source, type }) => !source && type !== 'pulumi:pulumi:Stack')
    expect(unplaced.map(({ urn }) => urn)).toEqual([])
  })
})
