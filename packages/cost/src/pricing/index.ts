import * as account from './account.ts'
import * as compute from './compute.ts'
import * as database from './database.ts'
import * as edge from './edge.ts'
import * as network from './network.ts'
import * as observability from './observability.ts'
import type { Pricer } from './pricer.ts'

/** One function per type that costs something; free types are in free.ts. */
export const PRICERS: Readonly<Record<string, Pricer>> = {
  'aws:accessanalyzer/analyzer:Analyzer': account.analyzer,
  'aws:appautoscaling/policy:Policy': compute.scalingPolicy,
  'aws:backup/plan:Plan': database.backupPlan,
  'aws:cfg/recorder:Recorder': account.configRecorder,
  'aws:cfg/rule:Rule': account.configRule,
  'aws:cloudfront/distribution:Distribution': edge.distribution,
  'aws:cloudtrail/trail:Trail': account.trail,
  'aws:cloudwatch/compositeAlarm:CompositeAlarm': observability.compositeAlarm,
  'aws:cloudwatch/dashboard:Dashboard': observability.dashboard,
  'aws:cloudwatch/logGroup:LogGroup': observability.logGroup,
  'aws:cloudwatch/logMetricFilter:LogMetricFilter': observability.logMetricFilter,
  'aws:cloudwatch/metricAlarm:MetricAlarm': observability.metricAlarm,
  'aws:ec2/eip:Eip': network.elasticIp,
  'aws:ec2/flowLog:FlowLog': network.flowLog,
  'aws:ec2/natGateway:NatGateway': network.natGateway,
  'aws:ec2/vpcEndpoint:VpcEndpoint': network.vpcEndpoint,
  'aws:ec2/vpcPeeringConnection:VpcPeeringConnection': network.peering,
  'aws:ecr/repository:Repository': compute.repository,
  'aws:ecs/cluster:Cluster': compute.cluster,
  'aws:ecs/service:Service': compute.service,
  'aws:fis/experimentTemplate:ExperimentTemplate': compute.experimentTemplate,
  'aws:guardduty/detector:Detector': observability.guardDuty,
  'aws:guardduty/detectorFeature:DetectorFeature': database.detectorFeature,
  'aws:kms/key:Key': account.key,
  'aws:kms/replicaKey:ReplicaKey': account.key,
  'aws:lambda/function:Function': compute.lambdaFunction,
  'aws:lb/loadBalancer:LoadBalancer': network.loadBalancer,
  'aws:rds/cluster:Cluster': database.cluster,
  'aws:rds/clusterInstance:ClusterInstance': database.instance,
  'aws:route53/healthCheck:HealthCheck': edge.healthCheck,
  'aws:route53/zone:Zone': edge.zone,
  'aws:route53recoverycontrol/cluster:Cluster': edge.controlCluster,
  'aws:s3/bucket:Bucket': account.bucket,
  'aws:secretsmanager/secret:Secret': account.secret,
  'aws:securityhub/standardsSubscription:StandardsSubscription': account.securityStandard,
  'aws:shield/protection:Protection': edge.shieldProtection,
  'aws:sns/topic:Topic': observability.topic,
  'aws:sns/topicSubscription:TopicSubscription': observability.topicSubscription,
  'aws:synthetics/canary:Canary': compute.canary,
  'aws:wafv2/ruleGroup:RuleGroup': edge.ruleGroup,
  'aws:wafv2/webAcl:WebAcl': edge.webAcl,
  'aws:xray/group:Group': observability.traceGroup,
  'aws:xray/samplingRule:SamplingRule': observability.samplingRule,
}
