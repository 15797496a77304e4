import { elbv2Resources, TYPES } from '../../src/modules/elbv2/resources.ts'
import { TestProgram } from '../support/program.ts'

const SUBNET = 'aws:ec2/subnet:Subnet'
const CERTIFICATE = 'aws:acm/certificate:Certificate'

export interface ProgramOptions {
  readonly loadBalancer?: Readonly<Record<string, unknown>>
  readonly targetGroup?: Readonly<Record<string, unknown>>
  /** Instead of HTTP on 80; `certificateArn` is that of a certificate for `edge.example` and `*.shop.example`. */
  readonly listener?: (certificateArn: string) => Readonly<Record<string, unknown>>
  /** Adds further resources to the program. */
  readonly more?: (program: TestProgram) => void
  /** Rules before the default, as the program writes them; `api` is the ARN of a second target group. */
  readonly rules?: (groups: { pages: string; api: string }) => readonly Readonly<Record<string, unknown>>[]
}

/** An internet-facing load balancer in two zones, a listener on 80, and two target groups: `pages` by default, and `api`. */
export function describeLoadBalancer(options: ProgramOptions = {}) {
  const program = new TestProgram(elbv2Resources)
  for (const letter of ['a', 'b']) {
    program.add(SUBNET, `subnet-${letter}`, { availabilityZone: `us-east-1${letter}`, vpcId: 'vpc-1' })
  }
  const loadBalancer = program.add(TYPES.loadBalancer, 'edge', {
    name: 'edge',
    subnets: ['subnet-a', 'subnet-b'],
    securityGroups: ['sg-1'],
    ...options.loadBalancer,
  })
  const addGroup = (name: string) =>
    program.add(TYPES.targetGroup, name, {
      name,
      port: 3000,
      targetType: 'ip',
      vpcId: 'vpc-1',
      healthCheck: {
        path: '/health/live',
        interval: 5,
        timeout: 2,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
      },
      deregistrationDelay: 30,
      ...options.targetGroup,
    })
  const pages = addGroup('pages')
  const api = addGroup('api')
  const certificate = program.add(CERTIFICATE, 'site', {
    domainName: 'edge.example',
    subjectAlternativeNames: ['*.shop.example'],
  })
  const listener = program.add(TYPES.listener, 'http', {
    loadBalancerArn: loadBalancer.id,
    port: 80,
    protocol: 'HTTP',
    defaultActions: [{ type: 'forward', targetGroupArn: pages.id }],
    ...options.listener?.(certificate.id),
  })
  const rules = options.rules?.({ pages: pages.id, api: api.id }) ?? []
  rules.forEach((rule, index) => {
    program.add(TYPES.listenerRule, `rule-${index}`, {
      listenerArn: listener.id,
      priority: index + 1,
      ...rule,
    })
  })
  options.more?.(program)
  return { graph: program.graph(), loadBalancer, pages: pages.id, api: api.id, listener }
}
