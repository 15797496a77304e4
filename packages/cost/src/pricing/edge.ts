import { Attributes, type ResourceNode } from '@meridian/resource-graph'
import { REGION_IDS, type RegionId } from '@meridian/topology'
import { ASSUMPTIONS, type LoadProfile } from '../load/profiles.ts'
import { trafficOf } from '../load/traffic.ts'
import { HOURS_PER_MONTH, millions, monthlyHours, tenThousands } from '../load/units.ts'
import { type Pricer, type PricingContext, trafficAt, use } from './pricer.ts'

/** Where CloudFront bills the visitors whose nearest region is this one. */
const BILLED_AS: Readonly<Record<RegionId, 'america' | 'asia'>> = {
  'us-east-1': 'america',
  'us-west-2': 'america',
  'ap-northeast-2': 'asia',
}

export const distribution: Pricer = (node, { profile }) => [
  ...REGION_IDS.flatMap((region) => {
    const { edgeRequests, edgeOutGb, edgeToOriginGb } = trafficOf(profile, region)
    const place = BILLED_AS[region]
    return [
      ...use(`cloudfront-https-${place}`, tenThousands(edgeRequests)),
      ...use(`cloudfront-gb-${place}`, edgeOutGb),
      ...use(`cloudfront-origin-gb-${place}`, edgeToOriginGb),
    ]
  }),
  ...use('cloudfront-function', functionRuns(node, profile)),
]

/** Behaviours run their function for each request; the API's get its share of requests, others get all. */
function functionRuns(node: ResourceNode, profile: LoadProfile): number {
  const attributes = Attributes.of(node)
  const all = REGION_IDS.reduce((sum, region) => sum + trafficOf(profile, region).edgeRequests, 0)
  const onDefault = attributes.block('defaultCacheBehavior').blocks('functionAssociations').length
  const onOthers = attributes
    .blocks('orderedCacheBehaviors')
    .some((behavior) => behavior.blocks('functionAssociations').length > 0)
  return millions(all * Math.max(onDefault, onOthers ? ASSUMPTIONS.apiShare : 0))
}

/** Edges resolve an origin name once its cached answer is a minute old. Two names, each geolocation-routed. */
export const zone: Pricer = (_node, { profile }) => [
  ...use('route53-zone', 1),
  ...use('route53-geo-query', millions(originQueries(profile))),
]

export function originQueries(profile: LoadProfile): number {
  const ORIGIN_NAMES = 2
  const activeHours = monthlyHours(profile.activeHoursPerDay)
  const { idle, active } = ASSUMPTIONS.askingEdges
  return ORIGIN_NAMES * 60 * (active * activeHours + idle * (HOURS_PER_MONTH - activeHours))
}

const HTTPS = ['HTTPS', 'HTTPS_STR_MATCH']
const FAST_SECONDS = 10

/** All checks of this program target AWS endpoints, which are cheaper; each option costs extra. */
export const healthCheck: Pricer = (node) => {
  const attributes = Attributes.of(node)
  const type = attributes.text('type')
  const options = [
    HTTPS.includes(type),
    type.endsWith('_STR_MATCH'),
    attributes.number('requestInterval', 30) === FAST_SECONDS,
    attributes.boolean('measureLatency'),
  ].filter(Boolean).length
  return [...use('route53-health-check', 1), ...use('route53-health-check-option', options)]
}

export const controlCluster: Pricer = () => use('arc-cluster', HOURS_PER_MONTH)

/** A managed group counts as one rule. It inspects the requests to the resource it protects. */
export const webAcl: Pricer = (node, context) => {
  const attributes = Attributes.of(node)
  return [
    ...use('waf-acl', 1),
    ...use('waf-rule', attributes.blocks('rules').length),
    ...use('waf-request', millions(inspectedRequests(node, context))),
  ]
}

export const ruleGroup: Pricer = (node) => use('waf-rule', Attributes.of(node).blocks('rules').length)

export function inspectedRequests(node: ResourceNode, context: PricingContext): number {
  const { profile } = context
  if (Attributes.of(node).text('scope') !== 'CLOUDFRONT') return trafficAt(node, context).balancerRequests
  return REGION_IDS.reduce((sum, region) => sum + trafficOf(profile, region).edgeRequests, 0)
}

export const shieldProtection: Pricer = () => use('shield-advanced', 1)
