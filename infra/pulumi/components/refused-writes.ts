import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { MAJORITY_LOST_METRIC, MAJORITY_LOST_PATTERN, majorityAlarms } from '../rules/majority-alarms.ts'
import { AlarmSet } from './alarm-set.ts'

export interface RefusedWritesArgs {
  /** Where the region's API writes its log. */
  logGroupName: pulumi.Input<string>
  noticesArn: pulumi.Input<string>
}

/** Counts the writes that a region's API refuses for lack of a majority, and alarms at the first. */
export class RefusedWrites extends Component {
  constructor(name: string, args: RefusedWritesArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:operations:RefusedWrites', name, opts)
    new aws.cloudwatch.LogMetricFilter(
      `${name}-filter`,
      {
        logGroupName: args.logGroupName,
        pattern: MAJORITY_LOST_PATTERN,
        metricTransformation: { ...MAJORITY_LOST_METRIC, value: '1', defaultValue: '0' },
      },
      { parent: this },
    )
    new AlarmSet(name, { rows: majorityAlarms(), noticesArn: args.noticesArn }, { parent: this })
    this.registerOutputs({})
  }
}
