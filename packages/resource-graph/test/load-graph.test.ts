import { describe, expect, it } from 'vitest'
import { loadGraph } from '../src/load-graph.ts'

describe('loading a graph', () => {
  it('reports the program’s error when the stack is unknown', async () => {
    await expect(loadGraph('nowhere')).rejects.toMatchObject({
      code: 'MERIDIAN_GRAPH_NOT_PLANNED',
      message: expect.stringContaining('MERIDIAN_PROGRAM_STACK_UNKNOWN'),
    })
  })

  it('returns what the program describes, secrets masked', async () => {
    const graph = await loadGraph('poc')
    expect(graph.contents.stack).toBe('poc')
    expect(graph.ofType('aws:rds/globalCluster:GlobalCluster')).toHaveLength(1)
    expect(
      graph.named('aws:secretsmanager/secretVersion:SecretVersion', 'database-secret-first').inputs,
    ).toMatchObject({
      secretString: '[secret]',
    })
  })
})
