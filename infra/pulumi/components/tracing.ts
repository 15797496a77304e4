import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'

export interface TracingArgs {
  regionCode: string
  /** Percent of requests traced beyond the first of each second. */
  tracedShare: number
}

const PERCENT = 100
/** What visitors write is rare and worth more than what they read. */
const WRITES_WORTH = 10
/** X-Ray's own default rule has 10000; lower is asked first. */
const PRIORITIES = { health: 10, writes: 20, others: 30 }

/** Which of a region's requests leave a trace, and which traces form a group. */
export class Tracing extends Component {
  constructor(name: string, args: TracingArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:operations:Tracing', name, opts)
    const parent = this
    const share = args.tracedShare / PERCENT

    createRule('health', { urlPath: '*/health/*', fixedRate: 0, reservoirSize: 0 })
    createRule('writes', {
      httpMethod: 'POST',
      fixedRate: Math.min(1, share * WRITES_WORTH),
      reservoirSize: 5,
    })
    createRule('others', { fixedRate: share, reservoirSize: 1 })
    createGroup()
    this.registerOutputs({})

    function createRule(
      purpose: keyof typeof PRIORITIES,
      rule: Pick<aws.xray.SamplingRuleArgs, 'fixedRate' | 'reservoirSize'> &
        Partial<Pick<aws.xray.SamplingRuleArgs, 'urlPath' | 'httpMethod'>>,
    ) {
      new aws.xray.SamplingRule(
        `${name}-${purpose}`,
        {
          // X-Ray allows at most 32 characters.
          ruleName: `meridian-${args.regionCode}-${purpose}`,
          priority: PRIORITIES[purpose],
          version: 1,
          host: '*',
          httpMethod: '*',
          resourceArn: '*',
          serviceName: '*',
          serviceType: '*',
          urlPath: '*',
          ...rule,
        },
        { parent },
      )
    }

    function createGroup() {
      new aws.xray.Group(
        `${name}-trouble`,
        {
          groupName: `meridian-${args.regionCode}-trouble`,
          filterExpression: 'fault = true OR error = true OR responsetime > 1',
          insightsConfiguration: { insightsEnabled: true, notificationsEnabled: false },
        },
        { parent },
      )
    }
  }
}
