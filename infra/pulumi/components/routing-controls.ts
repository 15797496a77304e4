import { PROJECT, REGION_IDS, REGIONS, type RegionId } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { perRegion, type Regional } from '../regional.ts'

/** Where ARC is configured, wherever its switches are; turning one asks any of the cluster's five endpoints instead. */
export const ROUTING_CONTROL_HOME: RegionId = 'us-west-2'
/** Both children have to be healthy. */
const ALL_CHILDREN = 2
/** Time for a change to settle before the next is judged. */
const SAFETY_WAIT_MS = 5_000

/**
 * A switch for each region, turned by hand when health checks see less than people do.
 *
 * ARC keeps the switches in five regions, so they can be turned while us-east-1 is away; that costs $2.50 an hour. A new switch
 * is off, and DNS that obeyed only such would find every region unhealthy and could leave none that dies. So the switches are made
 * by one `up`, turned on by hand, and obeyed from the next `up` on (`routingControls` of the stack's settings).
 */
export class RoutingControls extends Component {
  /** Where the switches are turned; any of them will do. ARC's own API, which lists them too, is in us-west-2 only. */
  readonly endpoints: pulumi.Output<readonly { readonly region: string; readonly endpoint: string }[]>
  /** Each region's switch. */
  readonly controlArns: Regional<pulumi.Output<string>>
  /** What a request has to name that may turn off the last. */
  readonly safetyRuleArn: pulumi.Output<string>
  readonly #name: string
  readonly #checks: Regional<aws.route53.HealthCheck>

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:traffic:RoutingControls', name, opts)
    this.#name = name
    const parent = this

    const cluster = new aws.route53recoverycontrol.Cluster(name, {}, { parent })
    const panel = new aws.route53recoverycontrol.ControlPanel(name, { clusterArn: cluster.arn }, { parent })
    const controls = perRegion(createControl)
    const safetyRule = createSafetyRule()
    this.#checks = perRegion(createCheck)
    this.endpoints = cluster.clusterEndpoints
    this.controlArns = perRegion((region) => controls[region].arn)
    this.safetyRuleArn = safetyRule.arn
    this.registerOutputs({})

    function createControl(region: RegionId) {
      return new aws.route53recoverycontrol.RoutingControl(
        `${name}-${REGIONS[region].code}`,
        { clusterArn: cluster.arn, controlPanelArn: panel.arn },
        { parent },
      )
    }

    /** Somebody in a hurry cannot switch the last region off. */
    function createSafetyRule() {
      return new aws.route53recoverycontrol.SafetyRule(
        `${name}-one-stays-on`,
        {
          controlPanelArn: panel.arn,
          waitPeriodMs: SAFETY_WAIT_MS,
          assertedControls: REGION_IDS.map((region) => controls[region].arn),
          ruleConfig: { type: 'ATLEAST', threshold: 1, inverted: false },
        },
        { parent },
      )
    }

    function createCheck(region: RegionId) {
      return new aws.route53.HealthCheck(
        `${name}-${REGIONS[region].code}`,
        { type: 'RECOVERY_CONTROL', routingControlArn: controls[region].arn },
        { parent },
      )
    }
  }

  /** Healthy while the region's switch is on and the other check is healthy. */
  combined(region: RegionId, endpointCheck: aws.route53.HealthCheck): aws.route53.HealthCheck {
    return new aws.route53.HealthCheck(
      `${this.#name}-${REGIONS[region].code}-combined`,
      {
        type: 'CALCULATED',
        childHealthThreshold: ALL_CHILDREN,
        childHealthchecks: [endpointCheck.id, this.#checks[region].id],
        referenceName: `${PROJECT}-${REGIONS[region].code}`,
      },
      { parent: this },
    )
  }
}
