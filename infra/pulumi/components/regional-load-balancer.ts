import { SERVICE_NAMES, SERVICES, type ServiceDefinition, type ServiceName } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { InvalidRouting } from '../errors.ts'
import { once } from '../regional.ts'

export interface RegionalLoadBalancerArgs {
  vpcId: pulumi.Input<string>
  /** Public subnets, one per zone: its nodes take visitors from the internet. */
  subnetIds: pulumi.Input<string>[]
  securityGroupId: pulumi.Input<string>
  deletionProtection: boolean
}

const HTTP = 80
/** Below AWS's default of 300: a page takes well under a second, and a rollout waits this long for each task. */
const DEREGISTRATION_DELAY_SECONDS = 30
const HEALTH_CHECK = { intervalSeconds: 10, timeoutSeconds: 5, healthyThreshold: 2, unhealthyThreshold: 2 }
/** Above CloudFront's keep-alive to its origins, so that the edge, not the balancer, ends idle connections. */
const IDLE_TIMEOUT_SECONDS = 60
const FIRST_RULE_PRIORITY = 10

/** A region's way in: one load balancer that sends each path to the service that owns it. */
export class RegionalLoadBalancer extends Component {
  readonly arn: pulumi.Output<string>
  readonly dnsName: pulumi.Output<string>
  /** Hosted zone of the load balancer's own name: what an alias record needs. */
  readonly zoneId: pulumi.Output<string>
  /** Known when a listener uses the group: ECS refuses one that belongs to no load balancer. */
  readonly targetGroupArns: Readonly<Record<ServiceName, pulumi.Output<string>>>

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
    const rules = SERVICE_NAMES.map((service) => SERVICES[service])
      .filter((service) => service.paths.length > 0)
      .map(createRule)

    this.arn = balancer.arn
    this.dnsName = balancer.dnsName
    this.zoneId = balancer.zoneId
    this.targetGroupArns = {
      'marketing-api': once(targetGroups['marketing-api'].arn, listener, ...rules),
      frontend: once(targetGroups.frontend.arn, listener, ...rules),
    }
    this.registerOutputs({ dnsName: this.dnsName })

    function createLoadBalancer() {
      return new aws.lb.LoadBalancer(
        name,
        {
          loadBalancerType: 'application',
          internal: false,
          subnets: args.subnetIds,
          securityGroups: [args.securityGroupId],
          idleTimeout: IDLE_TIMEOUT_SECONDS,
          dropInvalidHeaderFields: true,
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
        `${name}-http`,
        {
          loadBalancerArn: balancer.arn,
          port: HTTP,
          protocol: 'HTTP',
          defaultActions: [{ type: 'forward', targetGroupArn: targetGroups[fallback].arn }],
        },
        { parent },
      )
    }

    function createRule(service: ServiceDefinition, index: number) {
      return new aws.lb.ListenerRule(
        `${name}-${service.name}`,
        {
          listenerArn: listener.arn,
          priority: FIRST_RULE_PRIORITY * (index + 1),
          conditions: [{ pathPattern: { values: [...service.paths] } }],
          actions: [{ type: 'forward', targetGroupArn: targetGroups[service.name].arn }],
        },
        { parent },
      )
    }
  }
}

/** The one service that takes what no path pattern claims. */
function serviceWithoutPaths(): ServiceName {
  const [only, ...more] = SERVICE_NAMES.filter((service) => SERVICES[service].paths.length === 0)
  if (only === undefined || more.length > 0)
    throw new InvalidRouting(
      `${more.length + (only ? 1 : 0)} services have no path pattern; a listener has one default action: leave exactly one without`,
    )
  return only
}
