import { Attributes } from '@meridian/resource-graph'
import { behaviorsOf, originGroupsOf, takesWrites } from '../read/behaviors.ts'
import { dnsName, isHealthDependent, recordsOf } from '../read/records.ts'
import { TYPES } from '../resource-types.ts'
import { defineRule, type Rule, violation } from '../rule.ts'

/** A refused connection counts as 503 and a timeout as 504; a lost region causes both. */
const DEAD_REGION_CODES = ['500', '502', '503', '504']
const LONGEST_CONNECT_SECONDS = 6
const LONGEST_FAILURE_CACHE_SECONDS = 1

/** The edge fails over from a lost region for reads, but not for writes. */
export const DELIVERY_RULES: readonly Rule[] = [
  defineRule({
    id: 'origin-group-two-members',
    severity: 'critical',
    title: 'Every origin group has exactly two members',
    reason: 'CloudFront rejects any other number at deployment.',
    source: 'CloudFront Developer Guide, Optimize high availability with CloudFront origin failover',
    types: [TYPES.distribution],
    nextStep: 'Keep two; cover more regions with a health-checked DNS name.',
    *check(graph) {
      for (const distribution of graph.ofType(TYPES.distribution))
        for (const group of Attributes.of(distribution).blocks('originGroups')) {
          const members = group.blocks('members').map((member) => member.text('originId'))
          if (members.length !== 2)
            yield violation(
              distribution,
              `originGroups[${group.text('originId')}].members`,
              members,
              'two members',
            )
        }
    },
  }),
  defineRule({
    id: 'origin-group-sees-dead-region',
    severity: 'high',
    title: 'Origin groups fail over when a region does not answer',
    reason: 'Failed connections count only if 503 is listed, timeouts only if 504 is.',
    source: 'CloudFront Developer Guide, Optimize high availability with CloudFront origin failover',
    types: [TYPES.distribution],
    nextStep: `List ${DEAD_REGION_CODES.join(', ')} in failoverCriteria.statusCodes.`,
    *check(graph) {
      for (const distribution of graph.ofType(TYPES.distribution))
        for (const group of Attributes.of(distribution).blocks('originGroups')) {
          const codes = group.block('failoverCriteria').texts('statusCodes')
          if (!DEAD_REGION_CODES.every((code) => codes.includes(code)))
            yield violation(
              distribution,
              `originGroups[${group.text('originId')}].failoverCriteria.statusCodes`,
              codes,
              DEAD_REGION_CODES.join(', '),
            )
        }
    },
  }),
  defineRule({
    id: 'write-path-beside-origin-group',
    severity: 'critical',
    title: 'With an origin group, writes go to a single origin',
    reason: 'Origin groups retry only GET, HEAD and OPTIONS; their behaviours cannot accept POST.',
    source: 'CloudFront Developer Guide, Optimize high availability with CloudFront origin failover',
    types: [TYPES.distribution],
    nextStep: 'Add a behaviour with all methods for the write paths, targeting one health-checked name.',
    *check(graph) {
      for (const distribution of graph.ofType(TYPES.distribution)) {
        const groups = originGroupsOf(distribution)
        if (groups.length === 0) continue
        const writing = behaviorsOf(distribution).filter(takesWrites)
        if (writing.length === 0)
          yield violation(distribution, 'orderedCacheBehaviors', 'no behaviour for POST', 'one that does')
        for (const { path, behavior } of writing) {
          const target = behavior.text('targetOriginId')
          if (groups.includes(target))
            yield violation(distribution, `${path}.targetOriginId`, `group ${target}`, 'a single origin')
        }
      }
    },
  }),
  defineRule({
    id: 'write-path-follows-health',
    severity: 'high',
    title: 'Writes go to a DNS name that fails over with region health',
    reason: 'Writes cannot fail over at the edge; a fixed load balancer origin fails with its region.',
    source: 'CloudFront Developer Guide, origin failover; Route 53 Developer Guide, DNS failover',
    types: [TYPES.distribution, TYPES.record],
    nextStep: 'Set the origin’s domainName to the zone’s health-checked name.',
    *check(graph) {
      const healthy = new Set(
        recordsOf(graph)
          .filter(isHealthDependent)
          .map(({ name }) => name),
      )
      for (const distribution of graph.ofType(TYPES.distribution)) {
        const origins = Attributes.of(distribution).blocks('origins')
        for (const { path, behavior } of behaviorsOf(distribution).filter(takesWrites)) {
          const origin = origins.find((each) => each.text('originId') === behavior.text('targetOriginId'))
          const name = dnsName(origin?.text('domainName') ?? '')
          if (origin && !healthy.has(name))
            yield violation(distribution, `${path}.targetOriginId`, name, 'a health-checked name')
        }
      }
    },
  }),
  defineRule({
    id: 'origin-gives-up-quickly',
    severity: 'medium',
    title: `The edge stops waiting for a connection after ${LONGEST_CONNECT_SECONDS} s`,
    reason: 'By default, each request waits for three ten-second attempts before trying the next region.',
    source: 'CloudFront Developer Guide, Control origin timeouts and attempts',
    types: [TYPES.distribution],
    nextStep: 'Set connectionTimeout to 2 or 3 and connectionAttempts to 1 or 2.',
    *check(graph) {
      for (const distribution of graph.ofType(TYPES.distribution))
        for (const origin of Attributes.of(distribution).blocks('origins')) {
          if (!origin.has('customOriginConfig') && !origin.has('vpcOriginConfig')) continue
          const seconds = origin.number('connectionTimeout', 10) * origin.number('connectionAttempts', 3)
          if (seconds > LONGEST_CONNECT_SECONDS)
            yield violation(
              distribution,
              `origins[${origin.text('originId')}].connectionTimeout`,
              `${seconds} s total`,
              `${LONGEST_CONNECT_SECONDS} s or less`,
            )
        }
    },
  }),
  defineRule({
    id: 'edge-forgets-failures',
    severity: 'medium',
    title: 'The edge does not cache origin errors',
    reason: 'By default, CloudFront caches errors for 10 s, even when another region could respond.',
    source: 'CloudFront Developer Guide, Control how long CloudFront caches errors',
    types: [TYPES.distribution],
    nextStep: 'Add customErrorResponses for 500, 502, 503 and 504 with errorCachingMinTtl 0.',
    *check(graph) {
      for (const distribution of graph.ofType(TYPES.distribution)) {
        const responses = Attributes.of(distribution).blocks('customErrorResponses')
        const kept = DEAD_REGION_CODES.filter((code) => {
          const response = responses.find((each) => each.text('errorCode') === code)
          return (response?.number('errorCachingMinTtl', 10) ?? 10) > LONGEST_FAILURE_CACHE_SECONDS
        })
        if (kept.length > 0)
          yield violation(distribution, 'customErrorResponses', `${kept.join(', ')} for 10 s`, '1 s or less')
      }
    },
  }),
]
