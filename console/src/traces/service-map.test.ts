import { expect, it } from 'vitest'
import { serviceMap } from './service-map.ts'

const statistics = (TotalCount: number, TotalResponseTime: number, faults = 0) => ({
  SummaryStatistics: { TotalCount, TotalResponseTime, FaultStatistics: { TotalCount: faults } },
})

it('merges the service graphs of all regions, callers first', () => {
  const seoul = [
    { ReferenceId: 0, Name: 'api', Type: 'ecs', ...statistics(4, 0.4, 1) },
    {
      ReferenceId: 1,
      Name: 'edge',
      Type: 'client',
      ...statistics(4, 0.8),
      Edges: [{ ReferenceId: 0, ...statistics(4, 0.4) }],
    },
  ]
  const oregon = [
    {
      ReferenceId: 7,
      Name: 'api',
      Type: 'ecs',
      ...statistics(6, 0.6),
      Edges: [{ ReferenceId: 9, ...statistics(6, 0.1) }],
    },
    { ReferenceId: 9, Name: 'marketing', Type: 'database', ...statistics(6, 0.12) },
  ]
  const { nodes, calls } = serviceMap([seoul, oregon])
  expect(
    nodes.map(({ name, depth, requests, failed, averageMs }) => [name, depth, requests, failed, averageMs]),
  ).toEqual([
    ['edge', 0, 4, 0, 200],
    ['api', 1, 10, 1, 100],
    ['marketing', 2, 6, 0, 20],
  ])
  expect(calls.map(({ requests }) => requests)).toEqual([4, 6])
})

it('a cycle of calls between services does not loop forever', () => {
  const both = [
    { ReferenceId: 0, Name: 'edge', Type: '', Edges: [{ ReferenceId: 1 }] },
    { ReferenceId: 1, Name: 'a', Type: '', Edges: [{ ReferenceId: 2 }] },
    { ReferenceId: 2, Name: 'b', Type: '', Edges: [{ ReferenceId: 1 }] },
  ]
  expect(serviceMap([both]).nodes.map(({ name }) => name)[0]).toBe('edge')
})
