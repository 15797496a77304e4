import {
  ORIGIN_KEY_HEADER,
  REGION_HEALTH_PATH,
  SERVICE_NAMES,
  SERVICES,
  type ServiceDefinition,
  type ServiceName,
} from '@meridian/topology'
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { InvalidRoutingError } from '../errors.ts'
import { once } from '../regional.ts'

export interface RegionalLoadBalancerArgs {
  vpcId: pulumi.Input<string>
  /** Public subnets, one per zone: its nodes receive CloudFront's requests from the internet. */
  subnetIds: pulumi.Input<string>[]
  securityGroupIds: readonly pulumi.Input<string>[]
  /** Covers every name by which it is asked. */
  certificateArn: pulumi.Input<string>
  /** What a request must carry, one of these, to be passed on. */
  originKeys: readonly pulumi.Input<string>[]
  accessLogs: { bucket: pulumi.Input<string>; prefix: string }
  deletionProtection: boolean
}

const HTTPS = 443
/** TLS 1.3, and 1.2 with forward secrecy. AWS's default policy is from 2016 and accepts TLS 1.0. */
const TLS_POLICY = 'ELBSecurityPolicy-TLS13-1-2-2021-06'
/** Below AWS's default of 300: a page takes well under a second, and a rollout waits this long for each task. */
const DEREGISTRATION_DELAY_SECONDS = 30
const HEALTH_CHECK = { intervalSeconds: 10, timeoutSeconds: 5, healthyThreshold: 2, unhealthyThreshold: 2 }
/** Above CloudFront's keep-alive to its origins, so that the edge, not the balancer, ends idle connections. */
const IDLE_TIMEOUT_SECONDS = 60
const HEALTH_RULE_PRIORITY = 1
const FIRST_RULE_PRIORITY = 10

/**
 * A region's way in: one load balancer that sends each path to the service that owns it, and turns away requests without the origin
 * key. Only the health path is open, because Route 53's checkers send no key. Nothing speaks plain HTTP to it, so port 80 has no
 * listener.
 */
export class RegionalLoadBalancer extends Component {
  readonly arn: pulumi.Output<string>
  readonly dnsName: pulumi.Output<string>
  /** Hosted zone of the load balancer's own name: what an alias record needs. */
  readonly zoneId: pulumi.Output<string>
  /** Known when a listener uses the group: ECS refuses one that belongs to no load balancer. */
  readonly targetGroupArns: Readonly<Record<ServiceName, pulumi.Output<string>>>
  /** The first of the origin keys, known when requests that carry it are passed on. */
  readonly originKey: pulumi.Output<string>

  constructor(name: string, args: RegionalLoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:traffic:RegionalLoadBalancer', name, opts)
    const parent = this
    const fallback = serviceWithoutPaths()

    const balancer = createLoadBalancer()
    const targetGroups = {
      'marketing-api': createTargetGroup(SERVICES['marketing-api']),
      frontend: createTargetGroup(SERVICES.frontend),
    }
    const listener = createListener()
    const services = SERVICE_NAMES.map((service) => SERVICES[service])
    const rules = [
      createHealthRule(),
      ...services.filter(({ paths }) => paths.length > 0).map(createRule),
      createRule(SERVICES[fallback], services.length),
    ]

    this.arn = balancer.arn
    this.dnsName = balancer.dnsName
    this.zoneId = balancer.zoneId
    this.targetGroupArns = {
      'marketing-api': once(targetGroups['marketing-api'].arn, listener, ...rules),
      frontend: once(targetGroups.frontend.arn, listener, ...rules),
    }
    this.originKey = once(pulumi.output(args.originKeys[0] ?? ''), ...rules)
    this.registerOutputs({ dnsName: this.dnsName })

    function createLoadBalancer() {
      return new aws.lb.LoadBalancer(
        name,
        {
          loadBalancerType: 'application',
          internal: false,
          subnets: args.subnetIds,
          securityGroups: [...args.securityGroupIds],
          idleTimeout: IDLE_TIMEOUT_SECONDS,
          dropInvalidHeaderFields: true,
          desyncMitigationMode: 'strictest',
          accessLogs: { ...args.accessLogs, enabled: true },
          enableDeletionProtection: args.deletionProtection,
        },
        { parent },
      )
    }

    function createTargetGroup(service: ServiceDefinition) {
      return new aws.lb.TargetGroup(
        `${name}-${service.name}`,
        {
          vpcId: args.vpcId,
          targetType: 'ip',
          port: service.port,
          protocol: 'HTTP',
          deregistrationDelay: DEREGISTRATION_DELAY_SECONDS,
          healthCheck: {
            path: service.healthPath,
            matcher: '200',
            interval: HEALTH_CHECK.intervalSeconds,
            timeout: HEALTH_CHECK.timeoutSeconds,
            healthyThreshold: HEALTH_CHECK.healthyThreshold,
            unhealthyThreshold: HEALTH_CHECK.unhealthyThreshold,
          },
        },
        { parent },
      )
    }

    function createListener() {
      return new aws.lb.Listener(
        `${name}-https`,
        {
          loadBalancerArn: balancer.arn,
          port: HTTPS,
          protocol: 'HTTPS',
          sslPolicy: TLS_POLICY,
          certificateArn: args.certificateArn,
          defaultActions: [
            {
              type: 'fixed-response',
              fixedResponse: { statusCode: '403', contentType: 'text/plain', messageBody: 'Forbidden' },
            },
          ],
        },
        { parent },
      )
    }

    function createHealthRule() {
      return new aws.lb.ListenerRule(
        `${name}-health`,
        {
          listenerArn: listener.arn,
          priority: HEALTH_RULE_PRIORITY,
          conditions: [{ pathPattern: { values: [REGION_HEALTH_PATH] } }],
          actions: [{ type: 'forward', targetGroupArn: targetGroups['marketing-api'].arn }],
        },
        { parent },
      )
    }

    function createRule(service: ServiceDefinition, index: number) {
      const ownPaths = service.paths.length > 0 ? [{ pathPattern: { values: [...service.paths] } }] : []
      const withKey = { httpHeader: { httpHeaderName: ORIGIN_KEY_HEADER, values: [...args.originKeys] } }
      return new aws.lb.ListenerRule(
        `${name}-${service.name}`,
        {
          listenerArn: listener.arn,
          priority: FIRST_RULE_PRIORITY * (index + 1),
          conditions: [...ownPaths, withKey],
          actions: [{ type: 'forward', targetGroupArn: targetGroups[service.name].arn }],
        },
        { parent },
      )
    }
  }
}

/** The one service that gets the requests that match no path pattern. */
function serviceWithoutPaths(): ServiceName {
  const [only, ...more] = SERVICE_NAMES.filter((service) => SERVICES[service].paths.length === 0)
  if (only === undefined || more.length > 0)
    throw new InvalidRoutingError(
      `${more.length + (only ? 1 : 0)} services have no path pattern; a listener has one default action: leave exactly one without`,
    )
  return only
}
