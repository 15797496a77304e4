import { PROJECT } from '@meridian/topology'
import { InvalidPhysicalName, UnknownNamingRule } from './errors.ts'

/** How AWS names one type of resource. */
export interface NamingRule {
  /** The argument that holds the physical name; absent when AWS gives an id and people read the Name tag. */
  readonly property?: string
  readonly maxLength?: number
  readonly pattern?: RegExp
  readonly takesTags: boolean
}

const LETTERS_DIGITS_HYPHENS = /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/
/** RDS: begins with a letter, no hyphen at the end, no two in a row. */
const RDS_IDENTIFIER = /^[a-z](-?[a-z0-9])*$/
const IAM_NAME = /^[\w+=,.@-]+$/

const tagged: NamingRule = { takesTags: true }
const untagged: NamingRule = { takesTags: false }
const rds = (property: string): NamingRule => ({
  property,
  maxLength: 63,
  pattern: RDS_IDENTIFIER,
  takesTags: true,
})
const named = (maxLength: number, pattern: RegExp, property = 'name', takesTags = true): NamingRule => ({
  property,
  maxLength,
  pattern,
  takesTags,
})

/** Every AWS type that the program may use. */
const RULES: Readonly<Record<string, NamingRule>> = {
  'aws:cloudfront/distribution:Distribution': tagged,
  'aws:cloudfront/function:Function': named(64, /^[A-Za-z0-9-_]+$/, 'name', false),
  'aws:cloudwatch/logGroup:LogGroup': named(512, /^[\w./#-]+$/),
  'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup': tagged,
  'aws:ec2/eip:Eip': tagged,
  'aws:ec2/internetGateway:InternetGateway': tagged,
  'aws:ec2/natGateway:NatGateway': tagged,
  'aws:ec2/route:Route': untagged,
  'aws:ec2/routeTable:RouteTable': tagged,
  'aws:ec2/routeTableAssociation:RouteTableAssociation': untagged,
  // AWS refuses names that begin with "sg-".
  'aws:ec2/securityGroup:SecurityGroup': named(255, /^(?!sg-)[\w .:/()#,@[\]+=&;{}!$*-]+$/),
  'aws:ec2/subnet:Subnet': tagged,
  'aws:ec2/vpc:Vpc': tagged,
  'aws:ec2/vpcPeeringConnection:VpcPeeringConnection': tagged,
  'aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter': tagged,
  'aws:ecr/lifecyclePolicy:LifecyclePolicy': untagged,
  'aws:ecr/replicationConfiguration:ReplicationConfiguration': untagged,
  'aws:ecr/repository:Repository': named(256, /^[a-z0-9]+([._/-][a-z0-9]+)*$/),
  'aws:ecs/cluster:Cluster': named(255, /^[\w-]+$/),
  'aws:ecs/service:Service': named(255, /^[\w-]+$/),
  'aws:ecs/taskDefinition:TaskDefinition': named(255, /^[\w-]+$/, 'family'),
  'aws:iam/role:Role': named(64, IAM_NAME),
  'aws:iam/rolePolicy:RolePolicy': named(128, IAM_NAME, 'name', false),
  'aws:kms/alias:Alias': named(256, /^alias\/(?!aws\/)[\w/-]+$/, 'name', false),
  'aws:kms/key:Key': tagged,
  'aws:lb/listener:Listener': tagged,
  'aws:lb/listenerRule:ListenerRule': tagged,
  // AWS refuses names that begin with "internal-".
  'aws:lb/loadBalancer:LoadBalancer': named(32, /^(?!internal-)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/),
  'aws:lb/targetGroup:TargetGroup': named(32, LETTERS_DIGITS_HYPHENS),
  'aws:rds/cluster:Cluster': rds('clusterIdentifier'),
  'aws:rds/clusterInstance:ClusterInstance': rds('identifier'),
  'aws:rds/clusterParameterGroup:ClusterParameterGroup': named(255, RDS_IDENTIFIER),
  'aws:rds/globalCluster:GlobalCluster': rds('globalClusterIdentifier'),
  'aws:rds/subnetGroup:SubnetGroup': named(255, /^[a-z0-9][a-z0-9 ._-]*$/),
  'aws:route53/healthCheck:HealthCheck': tagged,
  // A record's name is its DNS name, which its maker always gives.
  'aws:route53/record:Record': untagged,
  'aws:route53/zone:Zone': tagged,
  'aws:secretsmanager/secret:Secret': named(512, /^[\w/+=.@-]+$/),
  'aws:secretsmanager/secretVersion:SecretVersion': untagged,
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': tagged,
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': tagged,
}

/** The rule for an AWS type; throws for a type that has none. */
export function namingRule(type: string): NamingRule {
  const rule = RULES[type]
  if (!rule) throw new UnknownNamingRule(type)
  return rule
}

/** What AWS calls a resource that the program calls `name`: the project's name goes before it. */
export function physicalName(type: string, name: string): string {
  const prefix = type === 'aws:kms/alias:Alias' ? `alias/${PROJECT}` : PROJECT
  return checkedName(type, `${prefix}-${name}`)
}

/** The same name, when AWS would take it for this type; throws otherwise. */
export function checkedName(type: string, value: string): string {
  const { maxLength = Number.POSITIVE_INFINITY, pattern = /^/ } = namingRule(type)
  if (value.length > maxLength) throw new InvalidPhysicalName(type, value, `at most ${maxLength} characters`)
  if (!pattern.test(value)) throw new InvalidPhysicalName(type, value, `a name that matches ${pattern}`)
  return value
}
