import { Attributes } from '@meridian/resource-graph'
import {
  areaOf,
  dnsName,
  isHealthDependent,
  recordSets,
  recordsOf,
  type StatedRecord,
} from '../read/records.ts'
import { TYPES } from '../resource-types.ts'
import { defineRule, type Rule, violation } from '../rule.ts'

const CHOOSING_POLICIES = ['failoverRoutingPolicies', 'latencyRoutingPolicies', 'weightedRoutingPolicies']
const FAST_INTERVAL_SECONDS = 10
const MOST_FAILURES = 3

/** Every visitor gets an answer that leads to a healthy region. */
export const ROUTING_RULES: readonly Rule[] = [
  defineRule({
    id: 'geolocation-default',
    severity: 'critical',
    title: 'Every geolocation name has a default record',
    reason: 'Otherwise, visitors from unknown locations or areas without a record get no answer.',
    source: 'Route 53 Developer Guide, Geolocation routing',
    types: [TYPES.record],
    nextStep: 'Add a geolocation record with country "*".',
    *check(graph) {
      for (const set of recordSets(graph)) {
        const areas = set.map(areaOf).filter((area) => area !== undefined)
        const [first] = set
        if (first && areas.length > 0 && !areas.includes('*'))
          yield violation(
            first.node,
            'geolocationRoutingPolicies',
            `${first.name}: ${areas.length} areas, no default`,
            'a record with country "*"',
          )
      }
    },
  }),
  defineRule({
    id: 'geolocation-tree',
    severity: 'critical',
    title: 'Every area routes to two or more health-checked regions',
    reason:
      'When all matching records are unhealthy, Route 53 still answers with the smallest area’s: one region means no failover.',
    source:
      'Route 53 Developer Guide, How Amazon Route 53 chooses records when health checking is configured',
    types: [TYPES.record],
    nextStep:
      'Alias the area to a name with failover or latency records for two regions, and evaluate its health.',
    *check(graph) {
      const records = recordsOf(graph)
      for (const record of records) {
        const area = areaOf(record)
        if (area === undefined) continue
        const [alias] = record.attributes.blocks('aliases')
        const branches = records.filter(
          ({ name }) => alias !== undefined && name === dnsName(alias.text('name')),
        )
        const choosing = branches.filter(chooses)
        if (choosing.length < 2 || !alias?.boolean('evaluateTargetHealth'))
          yield violation(
            record.node,
            'aliases[0]',
            `${area}: ${alias?.text('name') ?? 'no alias'}`,
            'a name with two regions, health evaluated',
          )
      }
    },
  }),
  defineRule({
    id: 'record-knows-health',
    severity: 'high',
    title: 'Routing policy records depend on a health check',
    reason: 'Route 53 treats a record without a health check as healthy and keeps returning its region.',
    source: 'Route 53 Developer Guide, Health checking for complex configurations',
    types: [TYPES.record],
    nextStep: 'Set healthCheckId, or evaluateTargetHealth on the alias.',
    *check(graph) {
      for (const record of recordsOf(graph).filter(chooses))
        if (!isHealthDependent(record))
          yield violation(record.node, 'healthCheckId', undefined, 'a health check')
    },
  }),
  defineRule({
    id: 'health-check-fast',
    severity: 'high',
    title: `Health checks run every ${FAST_INTERVAL_SECONDS} s`,
    reason: 'At 30 s, a failed region stays in DNS for 90 seconds, and the interval cannot be changed later.',
    source: 'Route 53 Developer Guide, Values that you specify when you create or update health checks',
    types: [TYPES.healthCheck],
    nextStep: 'Set requestInterval to 10 before the check is created.',
    *check(graph) {
      for (const { node, attributes } of endpointChecks(graph.ofType(TYPES.healthCheck))) {
        const interval = attributes.number('requestInterval', 30)
        if (interval !== FAST_INTERVAL_SECONDS)
          yield violation(node, 'requestInterval', interval, String(FAST_INTERVAL_SECONDS))
      }
    },
  }),
  defineRule({
    id: 'health-check-decides-early',
    severity: 'medium',
    title: `Health checks fail after ${MOST_FAILURES} failures or fewer`,
    reason: 'Each extra failure keeps visitors on a failed region for another interval.',
    source: 'Route 53 Developer Guide, How Amazon Route 53 determines whether a health check is healthy',
    types: [TYPES.healthCheck],
    nextStep: `Set failureThreshold to ${MOST_FAILURES} or fewer.`,
    *check(graph) {
      for (const { node, attributes } of endpointChecks(graph.ofType(TYPES.healthCheck))) {
        const failures = attributes.number('failureThreshold', MOST_FAILURES)
        if (failures > MOST_FAILURES)
          yield violation(node, 'failureThreshold', failures, `${MOST_FAILURES} or fewer`)
      }
    },
  }),
  defineRule({
    id: 'health-check-asks-the-region',
    severity: 'medium',
    title: 'Health checks request a readiness path',
    reason: 'A port check stays healthy even when every task behind it is down.',
    source: 'Route 53 Developer Guide, Types of Amazon Route 53 health checks',
    types: [TYPES.healthCheck],
    nextStep: 'Use type HTTPS with the readiness path as resourcePath.',
    *check(graph) {
      for (const { node, attributes } of endpointChecks(graph.ofType(TYPES.healthCheck))) {
        const [type, path] = [attributes.text('type'), attributes.text('resourcePath')]
        if (!type.startsWith('HTTP') || path === '' || path === '/')
          yield violation(node, 'resourcePath', `${type} ${path}`.trim(), 'a readiness path')
      }
    },
  }),
]

function chooses({ attributes }: StatedRecord): boolean {
  return CHOOSING_POLICIES.some((policy) => attributes.has(policy))
}

/** Endpoint checks only; calculated and alarm-based ones have no interval. */
function endpointChecks(nodes: readonly Parameters<typeof Attributes.of>[0][]) {
  return nodes
    .map((node) => ({ node, attributes: Attributes.of(node) }))
    .filter(({ attributes }) => /^(HTTPS?|TCP)/.test(attributes.text('type')))
}
