import type { RegionId } from '@meridian/topology'
import type { TrafficView } from '../../shared/views.ts'
import type { Source } from '../watch/source.ts'
import { curvePeriodS, newest, percentilePeriodS, rates, readMetrics } from './metrics.ts'

const NAMESPACE = 'AWS/ApplicationELB'

/** Requests to a region's load balancer, and those that it or its targets failed. */
export const trafficSource = (region: RegionId): Source<TrafficView> => ({
  key: `traffic:${region}`,
  everyMs: 5_000,
  async read(target) {
    const { arn } = target.description.stackOutputs.loadBalancers[region]
    const [, LoadBalancer = ''] = arn.split(':loadbalancer/')
    const curveS = curvePeriodS(target)
    const percentileS = percentilePeriodS(target)
    const query = (id: string, name: string, stat = 'Sum', periodS = curveS) => ({
      id,
      name,
      stat,
      periodS,
      namespace: NAMESPACE,
      dimensions: { LoadBalancer },
    })
    const found = await readMetrics(target, region, [
      query('requests', 'RequestCount'),
      query('targets', 'HTTPCode_Target_5XX_Count'),
      query('balancer', 'HTTPCode_ELB_5XX_Count'),
      query('p95', 'TargetResponseTime', 'p95', percentileS),
    ])
    const rateOf = (id: string) => rates(found.get(id), curveS)
    const requests = rateOf('requests')
    const errors = (rateOf('targets').values.at(-1) ?? 0) + (rateOf('balancer').values.at(-1) ?? 0)
    const p95S = newest(found.get('p95'), 2 * percentileS * MS)
    return {
      requestsPerSecond: requests.values.at(-1) ?? 0,
      errorsPerSecond: errors,
      p95Ms: p95S === undefined ? undefined : p95S * MS,
      curve: requests,
    }
  },
})

const MS = 1_000
