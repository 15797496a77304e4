import type { RegionId } from '@meridian/topology'
import type { Exchange, RunningElbv2 } from '../../elbv2/running.ts'
import type { Dimensions, MetricStore, Series } from '../model/metric-store.ts'
import type { Source } from './source.ts'

const NAMESPACE = 'AWS/ApplicationELB'
const MILLISECONDS_PER_SECOND = 1_000

/** Requests as they end, and target health at each beat; ALB reports both by load balancer and by target group. */
export function createLoadBalancerSource(
  elbv2: Pick<RunningElbv2, 'groups' | 'onExchange' | 'targetHealth'>,
  store: MetricStore,
  now: () => number,
): Source {
  const seriesOf = rememberSeries(store)
  const unsubscribe = elbv2.onExchange((exchange) => count(exchange, seriesOf, now()))
  return {
    collect(nowMs) {
      for (const { arn, loadBalancerArns, region } of elbv2.groups()) {
        const targets = elbv2.targetHealth(arn).filter(({ state }) => state !== 'unused')
        const healthy = targets.filter(({ state }) => state === 'healthy').length
        const ill = targets.filter(({ state }) => state === 'unhealthy').length
        for (const loadBalancerArn of loadBalancerArns) {
          const dimensions = { TargetGroup: lastPart(arn), LoadBalancer: balancerPart(loadBalancerArn) }
          seriesOf(region, 'HealthyHostCount', dimensions).add(healthy, nowMs)
          seriesOf(region, 'UnHealthyHostCount', dimensions).add(ill, nowMs)
        }
      }
    },
    close: unsubscribe,
  }
}

type SeriesOf = (region: RegionId, name: string, dimensions: Dimensions) => Series

/** Requests come by the thousand, so their series are cached under a short key. */
function rememberSeries(store: MetricStore): SeriesOf {
  const known = new Map<string, Series>()
  return (region, name, dimensions) => {
    const key = `${name} ${dimensions.TargetGroup ?? ''} ${dimensions.LoadBalancer}`
    const series = known.get(key) ?? store.series({ region, namespace: NAMESPACE, name, dimensions })
    known.set(key, series)
    return series
  }
}

function count(exchange: Exchange, seriesOf: SeriesOf, nowMs: number): void {
  const { durationMs, isOwnAnswer, loadBalancerArn, region, status, targetGroupArn } = exchange
  const LoadBalancer = balancerPart(loadBalancerArn)
  const family = `${Math.floor(status / 100)}XX_Count`
  const add = (name: string, value: number, dimensions: Dimensions) =>
    seriesOf(region, name, dimensions).add(value, nowMs)
  add('RequestCount', 1, { LoadBalancer })
  if (isOwnAnswer) {
    add(`HTTPCode_ELB_${family}`, 1, { LoadBalancer })
    return
  }
  for (const dimensions of [
    { LoadBalancer },
    { TargetGroup: lastPart(targetGroupArn ?? ''), LoadBalancer },
  ]) {
    add(`HTTPCode_Target_${family}`, 1, dimensions)
    add('TargetResponseTime', durationMs / MILLISECONDS_PER_SECOND, dimensions)
  }
  add('RequestCount', 1, { TargetGroup: lastPart(targetGroupArn ?? ''), LoadBalancer })
}

/** `targetgroup/name/0123456789abcdef` */
const lastPart = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1)

/** `app/name/0123456789abcdef` */
const balancerPart = (arn: string): string => lastPart(arn).replace('loadbalancer/', '')
