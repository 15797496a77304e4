import { evaluate, RULES, WAIVERS } from '@meridian/policy'
import { loadGraph, ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { afterAll, describe, expect, it } from 'vitest'
import { startPack, UNKNOWN } from './running-pack.ts'

const CLUSTER = 'aws:rds/cluster:Cluster'
const graph = await loadGraph('poc')
// Pulumi's runner takes seconds to load its compiler; the pack keeps no state between requests.
const pack = await startPack()
afterAll(() => pack[Symbol.asyncDispose]())

/** One cluster of the program alone, with other values: for a whole stack Pulumi's runner takes seconds on a busy machine. */
function clusterWith(values: Readonly<Record<string, unknown>>): ResourceGraph {
  const [cluster] = graph.ofType(CLUSTER) as [ResourceNode]
  const nodes = [{ ...cluster, outputs: { ...cluster.outputs, ...values } }]
  return new ResourceGraph({ ...graph.contents, nodes })
}

/** For all rules on a whole stack; the engine reads the stack again for each rule. */
const ANALYSIS_MS = 60_000

describe('the pack, run by Pulumi’s own runner', { timeout: ANALYSIS_MS }, () => {
  it('has every rule as a policy', async () => {
    expect(await pack.policies()).toEqual(RULES.map(({ id }) => id))
  })

  it('reports the same findings for a stack as npm run policy', async () => {
    // The pack is a separate process, which uses the machine's clock.
    const today = new Date().toISOString().slice(0, 10)
    const { findings } = evaluate({ graph, rules: RULES, waivers: WAIVERS.poc ?? [], today })
    const seen = await pack.analyze(graph)
    expect(seen.map(({ policy, urn }) => `${policy} ${urn}`).sort()).toEqual(
      findings.map(({ rule, resource }) => `${rule} ${resource}`).sort(),
    )
  })

  it('stops a deployment that exposes what must be private', async () => {
    const seen = await pack.analyze(clusterWith({ storageEncrypted: false }))
    expect(seen.filter(({ policy }) => policy === 'database-encrypted')).toMatchObject([
      {
        isMandatory: true,
        message: expect.stringMatching(
          /storageEncrypted: false; wanted: true\. Set storageEncrypted to true/,
        ),
      },
    ])
  })

  it('checks known values in a preview, and reports values that are not known yet', async () => {
    const seen = await pack.analyze(clusterWith({ kmsKeyId: UNKNOWN, storageEncrypted: true }))
    expect(seen.filter(({ policy }) => policy === 'database-own-key')).toMatchObject([
      { isMandatory: false, message: expect.stringContaining("kmsKeyId can't be known during preview") },
    ])
    expect(seen.filter(({ policy }) => policy === 'database-encrypted')).toEqual([])
  })
})
