import { accountOf } from '@meridian/iam'
import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'

/** A role that an AWS service creates for itself with the first resource that needs it. */
export interface ServiceLinkedRole {
  readonly roleName: string
  /** Names it in `iam:CreateServiceLinkedRole`. */
  readonly service: string
}

const linked = (roleName: string, service: string): ServiceLinkedRole => ({
  roleName: `AWSServiceRoleFor${roleName}`,
  service: `${service}.amazonaws.com`,
})

/** Each service's page about its service-linked role, from memory: verify on day one. */
const BY_TYPE: Readonly<Record<string, ServiceLinkedRole>> = {
  'aws:accessanalyzer/analyzer:Analyzer': linked('AccessAnalyzer', 'access-analyzer'),
  'aws:appautoscaling/target:Target': linked(
    'ApplicationAutoScaling_ECSService',
    'ecs.application-autoscaling',
  ),
  'aws:backup/plan:Plan': linked('Backup', 'backup'),
  'aws:cfg/recorder:Recorder': linked('Config', 'config'),
  'aws:ecr/replicationConfiguration:ReplicationConfiguration': linked('ECRReplication', 'replication.ecr'),
  'aws:ecs/service:Service': linked('ECS', 'ecs'),
  'aws:fis/experimentTemplate:ExperimentTemplate': linked('FIS', 'fis'),
  'aws:guardduty/detector:Detector': linked('AmazonGuardDuty', 'guardduty'),
  'aws:lb/loadBalancer:LoadBalancer': linked('ElasticLoadBalancing', 'elasticloadbalancing'),
  'aws:rds/cluster:Cluster': linked('RDS', 'rds'),
  'aws:securityhub/account:Account': linked('SecurityHub', 'securityhub'),
  'aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration': linked('WAFV2Logging', 'wafv2'),
}

/** The service-linked role that AWS creates with a resource if the account has none. */
function serviceLinkedRoleOf({ type }: ResourceNode): ServiceLinkedRole | undefined {
  return BY_TYPE[type]
}

/** The distinct roles that a stack needs. */
export function serviceLinkedRoles(graph: ResourceGraph): readonly ServiceLinkedRole[] {
  return [...new Set(graph.nodes.flatMap((node) => serviceLinkedRoleOf(node) ?? []))]
}

/** The call that AWS makes on the creator's behalf. */
export function creatingServiceLinkedRole(node: ResourceNode, creatorArn: string) {
  const linkedRole = serviceLinkedRoleOf(node)
  if (!linkedRole) return []
  const { service, roleName } = linkedRole
  return [
    {
      action: 'iam:CreateServiceLinkedRole',
      resource: `arn:aws:iam::${accountOf(creatorArn)}:role/aws-service-role/${service}/${roleName}`,
      context: { 'iam:AWSServiceName': service },
    },
  ]
}
