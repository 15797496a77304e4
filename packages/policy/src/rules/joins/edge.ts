import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { leavesOf, loadBalancerNamed } from '../../read/alias-trees.ts'
import { behaviorsOf } from '../../read/behaviors.ts'
import { runEdgeFunction } from '../../read/edge-function.ts'
import { areaOf, dnsName, recordsOf } from '../../read/records.ts'
import { wearersOf } from '../../read/wearers.ts'
import { TYPES } from '../../resource-types.ts'
import { defineRule, type Rule, violation } from '../../rule.ts'

/** The edge, its names and their targets fit together. */
export const EDGE_JOIN_RULES: readonly Rule[] = [
  defineRule({
    id: 'firewall-scope-fits',
    severity: 'critical',
    title: 'CloudFront uses a global web ACL in us-east-1, and load balancers a regional one',
    reason: 'CloudFront accepts only global ACLs, which exist in us-east-1: any other fails the deployment.',
    source:
      'AWS WAF API Reference, CreateWebACL, Scope; CloudFront API Reference, DistributionConfig, WebACLId',
    types: [TYPES.distribution, TYPES.webAcl, TYPES.webAclAssociation],
    nextStep:
      'Create the ACL with scope CLOUDFRONT in us-east-1, or with scope REGIONAL in the load balancer’s region.',
    *check(graph) {
      for (const distribution of graph.ofType(TYPES.distribution)) {
        const arn = Attributes.of(distribution).text('webAclId')
        if (arn !== '' && !/^arn:aws:wafv2:us-east-1:\d*:global\/webacl\//.test(arn))
          yield violation(distribution, 'webAclId', arn, 'arn:aws:wafv2:us-east-1:…:global/webacl/…')
      }
      for (const acl of graph.ofType(TYPES.webAcl))
        if (Attributes.of(acl).text('scope') === 'CLOUDFRONT' && acl.region !== 'us-east-1')
          yield violation(acl, 'scope', `CLOUDFRONT in ${acl.region}`, 'CLOUDFRONT in us-east-1')
      for (const association of graph.ofType(TYPES.webAclAssociation)) {
        const attributes = Attributes.of(association)
        const [acl, resource] = [attributes.text('webAclArn'), attributes.text('resourceArn')]
        if (acl.split(':')[3] !== resource.split(':')[3] || acl.includes(':global/'))
          yield violation(association, 'webAclArn', acl, `a regional ACL in ${resource.split(':')[3]}`)
      }
    },
  }),
  defineRule({
    id: 'second-origin-is-another-region',
    severity: 'critical',
    title: 'For every area, the second origin excludes the first one’s preferred region',
    reason: 'With both members in one region, failover goes to the same failed region.',
    source: 'CloudFront Developer Guide, Optimize high availability with CloudFront origin failover',
    types: [TYPES.distribution, TYPES.record],
    nextStep: 'Point the second name’s record to a tree without the area’s first region.',
    *check(graph) {
      for (const [first, second] of originPairs(graph))
        for (const area of recordsOf(graph).filter(({ name }) => name === second)) {
          const label = areaOf(area)
          const preferred = recordsOf(graph).find(
            (record) => record.name === first && record.type === area.type && areaOf(record) === label,
          )
          const [home] = leavesOfRecord(graph, preferred)
          if (label !== undefined && home !== undefined && leavesOfRecord(graph, area).includes(home))
            yield violation(
              area.node,
              'aliases',
              `${label} leads from ${first} and from ${second} to ${home}`,
              'another region',
            )
        }
    },
  }),
  defineRule({
    id: 'edge-function-runs',
    severity: 'critical',
    title: 'CloudFront functions handle sample requests and choose existing origins',
    reason: 'A function that throws returns 503 on all its behaviours, and no plan shows it.',
    source:
      'CloudFront Developer Guide, JavaScript runtime 2.0 features for CloudFront Functions, Helper methods for origin modification',
    types: [TYPES.edgeFunction, TYPES.distribution],
    nextStep:
      "Import what it uses (`import cf from 'cloudfront'`), return the request, and name origins of the distribution.",
    *check(graph) {
      for (const edgeFunction of graph.ofType(TYPES.edgeFunction)) {
        const problem = problemOfFunction(graph, edgeFunction)
        if (problem !== undefined)
          yield violation(edgeFunction, 'code', problem, 'a request or a response for each sample')
      }
    },
  }),
  defineRule({
    id: 'certificate-covers-names',
    severity: 'critical',
    title: 'Certificates cover every name that uses them',
    reason:
      'CloudFront rejects an alias its certificate does not cover; a load balancer with the wrong one causes 502 errors.',
    source:
      'CloudFront Developer Guide, Requirements for using SSL/TLS certificates with CloudFront; Requirements for custom origins',
    types: [TYPES.distribution, TYPES.listener, TYPES.certificate, TYPES.record],
    nextStep: 'Add the name to subjectAlternativeNames of the certificate in that region.',
    *check(graph) {
      for (const distribution of graph.ofType(TYPES.distribution)) {
        const attributes = Attributes.of(distribution)
        const certificate = attributes.block('viewerCertificate').text('acmCertificateArn')
        for (const name of attributes.texts('aliases'))
          if (!isCovered(graph, certificate, name))
            yield violation(distribution, 'aliases', name, `a name on ${certificate}`)
        for (const origin of attributes.blocks('origins'))
          for (const balancer of balancersBehind(graph, origin.text('domainName')))
            for (const listener of httpsListenersOf(graph, balancer))
              if (
                !isCovered(graph, Attributes.of(listener).text('certificateArn'), origin.text('domainName'))
              )
                yield violation(
                  listener,
                  'certificateArn',
                  Attributes.of(listener).text('certificateArn'),
                  `a certificate for ${origin.text('domainName')}`,
                )
      }
    },
  }),
  defineRule({
    id: 'health-checkers-let-in',
    severity: 'critical',
    title: 'Load balancers behind the edge also allow Route 53 health checkers',
    reason: 'Blocked checkers mark every region unhealthy, and DNS then treats all as healthy.',
    source:
      'Route 53 Developer Guide, Configuring router and firewall rules for Amazon Route 53 health checks',
    types: [TYPES.healthCheck, TYPES.loadBalancer, TYPES.securityIngress],
    nextStep:
      'Admit the prefix list com.amazonaws.<region>.route53-healthchecks on the port of the health check.',
    *check(graph) {
      for (const check of graph.ofType(TYPES.healthCheck)) {
        const attributes = Attributes.of(check)
        const port = attributes.number('port', 443)
        for (const balancer of balancersBehind(graph, attributes.text('fqdn'))) {
          const lists = listsAdmitted(graph, balancer, port)
          // One prefix list is the edge's; a CIDR range admits others.
          if (lists.length < 2)
            yield violation(
              balancer,
              'securityGroups',
              `on port ${port}: ${lists.join(', ') || 'no prefix list'}`,
              `the prefix list of the health checkers, for ${check.name}`,
            )
        }
      }
    },
  }),
]

function originPairs(graph: ResourceGraph): readonly (readonly [string, string])[] {
  return graph.ofType(TYPES.distribution).flatMap((distribution) => {
    const attributes = Attributes.of(distribution)
    const nameOf = (id: string) =>
      dnsName(
        attributes
          .blocks('origins')
          .find((origin) => origin.text('originId') === id)
          ?.text('domainName') ?? '',
      )
    return attributes.blocks('originGroups').map((group) => {
      const [first, second] = group.blocks('members').map((member) => nameOf(member.text('originId')))
      return [first ?? '', second ?? ''] as const
    })
  })
}

function leavesOfRecord(
  graph: ResourceGraph,
  record: ReturnType<typeof recordsOf>[number] | undefined,
): readonly string[] {
  return (record?.attributes.blocks('aliases') ?? []).flatMap((alias) => leavesOf(graph, alias.text('name')))
}

const SAMPLES = [
  { method: 'GET', uri: '/api/campaigns' },
  { method: 'HEAD', uri: '/' },
  { method: 'OPTIONS', uri: '/api/leads' },
  { method: 'POST', uri: '/forms/test-drive' },
]

function problemOfFunction(graph: ResourceGraph, edgeFunction: ResourceNode): string | undefined {
  const attributes = Attributes.of(edgeFunction)
  const users = graph
    .ofType(TYPES.distribution)
    .filter((distribution) =>
      behaviorsOf(distribution).some(({ behavior }) =>
        behavior
          .blocks('functionAssociations')
          .some((association) => association.text('functionArn') === attributes.text('arn', edgeFunction.id)),
      ),
    )
  const known = users.flatMap((distribution) =>
    Attributes.of(distribution)
      .blocks('origins')
      .map((origin) => origin.text('originId')),
  )
  for (const sample of SAMPLES) {
    const label = `${sample.method} ${sample.uri}`
    try {
      const { originIds, passesOn } = runEdgeFunction(attributes.text('code'), sample)
      const unknown = originIds.find((id) => users.length > 0 && !known.includes(id))
      if (unknown !== undefined)
        return `${label}: chooses the origin "${unknown}", which the distribution lacks`
      if (!passesOn) return `${label}: returns nothing`
    } catch (error) {
      return `${label}: ${error instanceof Error ? error.message : String(error)}`
    }
  }
  return undefined
}

function isCovered(graph: ResourceGraph, certificateArn: string, name: string): boolean {
  const certificate = graph
    .ofType(TYPES.certificate)
    .find((each) => Attributes.of(each).text('arn', each.id) === certificateArn)
  // A certificate from outside the program is not read here.
  if (!certificate) return true
  const attributes = Attributes.of(certificate)
  const names = [attributes.text('domainName'), ...attributes.texts('subjectAlternativeNames')]
  return names.some(
    (each) => each === name || (each.startsWith('*.') && name.slice(name.indexOf('.')) === each.slice(1)),
  )
}

function balancersBehind(graph: ResourceGraph, name: string): readonly ResourceNode[] {
  return leavesOf(graph, name).flatMap((leaf) => loadBalancerNamed(graph, leaf) ?? [])
}

function httpsListenersOf(graph: ResourceGraph, balancer: ResourceNode): readonly ResourceNode[] {
  const arn = Attributes.of(balancer).text('arn', balancer.id)
  return graph
    .ofType(TYPES.listener)
    .filter(
      (each) =>
        Attributes.of(each).text('loadBalancerArn') === arn &&
        Attributes.of(each).text('protocol') === 'HTTPS',
    )
}

function listsAdmitted(graph: ResourceGraph, balancer: ResourceNode, port: number): readonly string[] {
  const groups = wearersOf(graph).find(({ node }) => node === balancer)?.groups ?? []
  const lists = graph
    .ofType(TYPES.securityIngress)
    .map(Attributes.of)
    .filter(
      (rule) =>
        groups.includes(rule.text('securityGroupId')) &&
        rule.number('fromPort', 0) <= port &&
        port <= rule.number('toPort', 0),
    )
    .map((rule) => rule.text('prefixListId'))
  return [...new Set(lists.filter((list) => list !== ''))]
}
