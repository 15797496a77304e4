import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { physicalName } from '../naming.ts'
import { alarmDescription, type RunbookSection } from '../rules/alarms.ts'
import type { AlarmSet } from './alarm-set.ts'

export interface VerdictArgs {
  /** The sets whose alarms the rule names. */
  of: readonly AlarmSet[]
  /** In AWS's rule grammar, over names of alarms in the same region. */
  rule: string
  says: string
  runbook: RunbookSection
  topicArn: pulumi.Input<string>
  /** Whether the return to OK is reported as well. */
  tellsWhenOver: boolean
}

/** A composite alarm: one question about a region, answered from many alarms. */
export class Verdict extends Component {
  readonly alarmName: pulumi.Output<string>
  readonly arn: pulumi.Output<string>

  constructor(name: string, args: VerdictArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:operations:Verdict', name, opts)
    const parent = this
    const alarm = createAlarm()
    this.alarmName = pulumi.output(alarm.alarmName)
    this.arn = alarm.arn
    this.registerOutputs({ arn: this.arn })

    function createAlarm() {
      return new aws.cloudwatch.CompositeAlarm(
        name,
        {
          // The base class would set it, but the type requires it.
          alarmName: physicalName('aws:cloudwatch/compositeAlarm:CompositeAlarm', name),
          alarmDescription: alarmDescription(args),
          alarmRule: ruleOnceAlarmsExist(),
          alarmActions: [args.topicArn],
          ...(args.tellsWhenOver && { okActions: [args.topicArn] }),
        },
        { parent },
      )
    }

    /** CloudWatch refuses a rule that names a missing alarm. */
    function ruleOnceAlarmsExist(): pulumi.Output<string> {
      const ids = pulumi.all(args.of.flatMap(({ alarms }) => Object.values(alarms).map(({ id }) => id)))
      return ids.apply(() => args.rule)
    }
  }
}
