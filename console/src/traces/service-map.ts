import type { Service } from '@aws-sdk/client-xray'
import type { ServiceMapView, ServiceNode } from '../../shared/traces.ts'

const MS_PER_SECOND = 1_000

/** Merges every region's map: on AWS each region has only its own tasks' traces. */
export function serviceMap(graphs: readonly (readonly Service[])[]): ServiceMapView {
  const counts = new Map<string, { service: Service; requests: number; failed: number; seconds: number }>()
  const calls = new Map<string, ServiceMapView['calls'][number]>()
  for (const services of graphs) {
    const idOf = new Map(services.map((service) => [service.ReferenceId, keyOf(service)]))
    for (const service of services) {
      const from = keyOf(service)
      const statistics = service.SummaryStatistics
      const known = counts.get(from) ?? { service, requests: 0, failed: 0, seconds: 0 }
      known.requests += statistics?.TotalCount ?? 0
      known.failed += statistics?.FaultStatistics?.TotalCount ?? 0
      known.seconds += statistics?.TotalResponseTime ?? 0
      counts.set(from, known)
      for (const { ReferenceId, SummaryStatistics } of service.Edges ?? []) {
        const to = idOf.get(ReferenceId)
        if (to === undefined || to === from) continue
        const key = `${from}\n${to}`
        const before = calls.get(key)?.requests ?? 0
        calls.set(key, { from, to, requests: before + (SummaryStatistics?.TotalCount ?? 0) })
      }
    }
  }
  const depths = depthsOf([...counts.keys()], [...calls.values()])
  const nodes = [...counts].map(
    ([id, { service, requests, failed, seconds }]): ServiceNode => ({
      id,
      name: service.Name ?? '',
      type: service.Type ?? '',
      depth: depths.get(id) ?? 0,
      requests,
      failed,
      averageMs: requests > 0 ? (seconds / requests) * MS_PER_SECOND : undefined,
    }),
  )
  return {
    nodes: nodes.toSorted((left, right) => left.depth - right.depth || left.id.localeCompare(right.id)),
    calls: [...calls.values()],
  }
}

const keyOf = ({ Name = '', Type = '' }: Service): string => `${Name} ${Type}`

/** Number of calls from the first caller; a cycle of calls ends where it began. */
function depthsOf(ids: readonly string[], calls: ServiceMapView['calls']): ReadonlyMap<string, number> {
  const called = new Set(calls.map(({ to }) => to))
  const first = ids.filter((id) => !called.has(id))
  const depths = new Map<string, number>()
  const visit = (id: string, depth: number) => {
    if ((depths.get(id) ?? -1) >= depth || depth >= ids.length) return
    depths.set(id, depth)
    for (const { from, to } of calls) if (from === id) visit(to, depth + 1)
  }
  for (const id of first) visit(id, 0)
  return depths
}
