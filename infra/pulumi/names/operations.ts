import { type NamingRule, named, tagged, untagged } from './rule.ts'

const BUCKET = /^(?!xn--)[a-z0-9][a-z0-9-]*[a-z0-9]$/

/** Types of alarms, scaling, canaries, budgets and experiments. */
export const OPERATIONS_NAMES: Readonly<Record<string, NamingRule>> = {
  'aws:appautoscaling/policy:Policy': named(256, /^[\x20-\x7e]+$/, 'name', false),
  'aws:appautoscaling/scheduledAction:ScheduledAction': named(256, /^[^:/|]+$/, 'name', false),
  // It is identified by what it scales.
  'aws:appautoscaling/target:Target': tagged,
  'aws:budgets/budget:Budget': named(100, /^[^:\\]+$/),
  'aws:cloudwatch/compositeAlarm:CompositeAlarm': named(255, /^[\x20-\x7e]+$/, 'alarmName'),
  'aws:cloudwatch/dashboard:Dashboard': named(255, /^[\w-]+$/, 'dashboardName', false),
  'aws:cloudwatch/logMetricFilter:LogMetricFilter': named(512, /^[^:*]+$/, 'name', false),
  'aws:cloudwatch/metricAlarm:MetricAlarm': named(255, /^[\x20-\x7e]+$/),
  'aws:costexplorer/anomalyMonitor:AnomalyMonitor': named(1024, /\S/),
  'aws:costexplorer/anomalySubscription:AnomalySubscription': named(1024, /\S/),
  'aws:ecs/clusterCapacityProviders:ClusterCapacityProviders': untagged,
  'aws:fis/experimentTemplate:ExperimentTemplate': tagged,
  'aws:route53recoverycontrol/cluster:Cluster': named(64, /^\S+$/, 'name', false),
  'aws:route53recoverycontrol/controlPanel:ControlPanel': named(64, /^\S+$/, 'name', false),
  'aws:route53recoverycontrol/routingControl:RoutingControl': named(64, /^\S+$/, 'name', false),
  'aws:route53recoverycontrol/safetyRule:SafetyRule': named(64, /^\S+$/, 'name', false),
  'aws:s3/bucket:Bucket': named(63, BUCKET, 'bucket'),
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': untagged,
  'aws:s3/bucketObjectv2:BucketObjectv2': untagged,
  'aws:s3/bucketPolicy:BucketPolicy': untagged,
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': untagged,
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': untagged,
  'aws:s3/bucketVersioning:BucketVersioning': untagged,
  'aws:sns/topic:Topic': named(256, /^[\w-]+$/),
  'aws:sns/topicPolicy:TopicPolicy': untagged,
  'aws:sns/topicSubscription:TopicSubscription': untagged,
  // 21 characters in runtimes from before 2021, 255 in current ones.
  'aws:synthetics/canary:Canary': named(255, /^[0-9a-z_-]+$/),
  'aws:xray/group:Group': named(32, /^[\w-]+$/, 'groupName'),
  'aws:xray/samplingRule:SamplingRule': named(32, /^[\w-]+$/, 'ruleName'),
}
