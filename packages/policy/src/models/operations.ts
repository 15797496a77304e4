import { at, type CreateOperation } from './create-operation.ts'
import { KEEPING_OPERATIONS } from './keeping-operations.ts'

const RULE_NAMES = {
  cidrIpv4: 'IpPermissions.IpRanges.CidrIp',
  description: 'IpPermissions.IpRanges.Description',
  fromPort: 'IpPermissions.FromPort',
  ipProtocol: 'IpPermissions.IpProtocol',
  prefixListId: 'IpPermissions.PrefixListIds.PrefixListId',
  referencedSecurityGroupId: 'IpPermissions.UserIdGroupPairs.GroupId',
  securityGroupId: 'GroupId',
  toPort: 'IpPermissions.ToPort',
}

const RECORD_SET = 'ChangeBatch.Changes.ResourceRecordSet'

/** How each type of the program is created through AWS's API; what serves visitors stands here, what watches and keeps beside it. */
export const OPERATIONS: Readonly<Record<string, CreateOperation>> = {
  ...KEEPING_OPERATIONS,
  'aws:accessanalyzer/analyzer:Analyzer': at('accessanalyzer', 'CreateAnalyzer'),
  'aws:acm/certificate:Certificate': at('acm', 'RequestCertificate'),
  'aws:appautoscaling/policy:Policy': at('application-autoscaling', 'PutScalingPolicy', {
    name: 'PolicyName',
  }),
  'aws:appautoscaling/scheduledAction:ScheduledAction': at('application-autoscaling', 'PutScheduledAction', {
    name: 'ScheduledActionName',
  }),
  'aws:appautoscaling/target:Target': at('application-autoscaling', 'RegisterScalableTarget'),
  'aws:backup/vault:Vault': at('backup', 'CreateBackupVault', {
    kmsKeyArn: 'EncryptionKeyArn',
    name: 'BackupVaultName',
  }),
  'aws:cloudfront/distribution:Distribution': at(
    'cloudfront',
    'CreateDistribution',
    { orderedCacheBehaviors: 'CacheBehaviors', isIpv6Enabled: 'IsIPV6Enabled' },
    { within: 'DistributionConfig', filled: ['Comment'] },
  ),
  'aws:cloudfront/function:Function': at('cloudfront', 'CreateFunction', {
    code: 'FunctionCode',
    comment: 'FunctionConfig.Comment',
    runtime: 'FunctionConfig.Runtime',
    publish: undefined,
  }),
  'aws:cloudtrail/trail:Trail': at('cloudtrail', 'CreateTrail'),
  'aws:cloudwatch/compositeAlarm:CompositeAlarm': at('cloudwatch', 'PutCompositeAlarm'),
  'aws:cloudwatch/dashboard:Dashboard': at('cloudwatch', 'PutDashboard'),
  'aws:cloudwatch/logGroup:LogGroup': at('logs', 'CreateLogGroup', {
    name: 'logGroupName',
    retentionInDays: undefined,
  }),
  'aws:cloudwatch/metricAlarm:MetricAlarm': at('cloudwatch', 'PutMetricAlarm', {
    name: 'AlarmName',
    metricQueries: 'Metrics',
  }),
  'aws:cloudfront/originAccessControl:OriginAccessControl': at(
    'cloudfront',
    'CreateOriginAccessControl',
    {},
    { within: 'OriginAccessControlConfig' },
  ),
  'aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy': at(
    'cloudfront',
    'CreateResponseHeadersPolicy',
    {},
    { within: 'ResponseHeadersPolicyConfig' },
  ),
  'aws:ec2/flowLog:FlowLog': at(
    'ec2',
    'CreateFlowLogs',
    { vpcId: 'ResourceIds', iamRoleArn: 'DeliverLogsPermissionArn' },
    { filled: ['ResourceType'] },
  ),
  'aws:ec2/eip:Eip': at('ec2', 'AllocateAddress'),
  'aws:ec2/internetGateway:InternetGateway': at('ec2', 'CreateInternetGateway', { vpcId: undefined }),
  'aws:ec2/networkAcl:NetworkAcl': at('ec2', 'CreateNetworkAcl', {
    egress: undefined,
    ingress: undefined,
    subnetIds: undefined,
  }),
  'aws:ec2/natGateway:NatGateway': at('ec2', 'CreateNatGateway'),
  'aws:ec2/route:Route': at('ec2', 'CreateRoute'),
  'aws:ec2/routeTable:RouteTable': at('ec2', 'CreateRouteTable'),
  'aws:ec2/routeTableAssociation:RouteTableAssociation': at('ec2', 'AssociateRouteTable'),
  'aws:ec2/securityGroup:SecurityGroup': at('ec2', 'CreateSecurityGroup', { name: 'GroupName' }),
  'aws:ec2/subnet:Subnet': at('ec2', 'CreateSubnet', { mapPublicIpOnLaunch: undefined }),
  'aws:ec2/vpc:Vpc': at('ec2', 'CreateVpc', { enableDnsHostnames: undefined, enableDnsSupport: undefined }),
  'aws:ec2/vpcEndpoint:VpcEndpoint': at('ec2', 'CreateVpcEndpoint', { policy: 'PolicyDocument' }),
  'aws:ec2/vpcPeeringConnection:VpcPeeringConnection': at('ec2', 'CreateVpcPeeringConnection'),
  'aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter': at(
    'ec2',
    'AcceptVpcPeeringConnection',
    { autoAccept: undefined },
  ),
  'aws:ecr/lifecyclePolicy:LifecyclePolicy': at('ecr', 'PutLifecyclePolicy', {
    policy: 'lifecyclePolicyText',
    repository: 'repositoryName',
  }),
  'aws:ecr/replicationConfiguration:ReplicationConfiguration': at('ecr', 'PutReplicationConfiguration'),
  'aws:ecr/repository:Repository': at('ecr', 'CreateRepository', {
    encryptionConfigurations: 'encryptionConfiguration',
    name: 'repositoryName',
  }),
  'aws:ecs/cluster:Cluster': at('ecs', 'CreateCluster', { name: 'clusterName' }),
  'aws:ecs/clusterCapacityProviders:ClusterCapacityProviders': at(
    'ecs',
    'PutClusterCapacityProviders',
    { clusterName: 'cluster' },
    { filled: ['defaultCapacityProviderStrategy'] },
  ),
  'aws:ecs/service:Service': at('ecs', 'CreateService', {
    deploymentCircuitBreaker: 'deploymentConfiguration.deploymentCircuitBreaker',
    deploymentMaximumPercent: 'deploymentConfiguration.maximumPercent',
    deploymentMinimumHealthyPercent: 'deploymentConfiguration.minimumHealthyPercent',
    name: 'serviceName',
    'networkConfiguration.assignPublicIp': undefined,
    'networkConfiguration.securityGroups': 'networkConfiguration.awsvpcConfiguration.securityGroups',
    'networkConfiguration.subnets': 'networkConfiguration.awsvpcConfiguration.subnets',
  }),
  'aws:ecs/taskDefinition:TaskDefinition': at('ecs', 'RegisterTaskDefinition', { skipDestroy: undefined }),
  'aws:fis/experimentTemplate:ExperimentTemplate': at(
    'fis',
    'CreateExperimentTemplate',
    {
      actions: undefined,
      targets: undefined,
    },
    { filled: ['actions'] },
  ),
  'aws:iam/policy:Policy': at('iam', 'CreatePolicy', { name: 'PolicyName', policy: 'PolicyDocument' }),
  'aws:iam/role:Role': at('iam', 'CreateRole', {
    name: 'RoleName',
    assumeRolePolicy: 'AssumeRolePolicyDocument',
  }),
  'aws:iam/rolePolicy:RolePolicy': at('iam', 'PutRolePolicy', {
    name: 'PolicyName',
    policy: 'PolicyDocument',
    role: 'RoleName',
  }),
  'aws:iam/rolePolicyAttachment:RolePolicyAttachment': at('iam', 'AttachRolePolicy', { role: 'RoleName' }),
  'aws:kms/alias:Alias': at('kms', 'CreateAlias', { name: 'AliasName' }),
  'aws:kms/key:Key': at('kms', 'CreateKey', {
    customerMasterKeySpec: 'KeySpec',
    deletionWindowInDays: undefined,
    enableKeyRotation: undefined,
  }),
  'aws:lambda/function:Function': at(
    'lambda',
    'CreateFunction',
    { name: 'FunctionName', code: undefined },
    { filled: ['Code'] },
  ),
  'aws:lambda/permission:Permission': at(
    'lambda',
    'AddPermission',
    { function: 'FunctionName' },
    { filled: ['StatementId'] },
  ),
  'aws:lb/listener:Listener': at('elbv2', 'CreateListener', {
    certificateArn: 'Certificates.CertificateArn',
  }),
  'aws:lb/listenerRule:ListenerRule': at(
    'elbv2',
    'CreateRule',
    { conditions: undefined },
    { filled: ['Conditions'] },
  ),
  'aws:lb/loadBalancer:LoadBalancer': at('elbv2', 'CreateLoadBalancer', {
    internal: undefined,
    loadBalancerType: 'Type',
  }),
  'aws:lb/targetGroup:TargetGroup': at('elbv2', 'CreateTargetGroup', {
    'healthCheck.healthyThreshold': 'HealthyThresholdCount',
    'healthCheck.interval': 'HealthCheckIntervalSeconds',
    'healthCheck.matcher': 'Matcher.HttpCode',
    'healthCheck.path': 'HealthCheckPath',
    'healthCheck.port': 'HealthCheckPort',
    'healthCheck.protocol': 'HealthCheckProtocol',
    'healthCheck.timeout': 'HealthCheckTimeoutSeconds',
    'healthCheck.unhealthyThreshold': 'UnhealthyThresholdCount',
  }),
  'aws:rds/cluster:Cluster': at('rds', 'CreateDBCluster', {
    clusterIdentifier: 'DBClusterIdentifier',
    enabledCloudwatchLogsExports: 'EnableCloudwatchLogsExports',
    iamDatabaseAuthenticationEnabled: 'EnableIAMDatabaseAuthentication',
    masterPassword: 'MasterUserPassword',
  }),
  'aws:rds/clusterInstance:ClusterInstance': at('rds', 'CreateDBInstance', {
    clusterIdentifier: 'DBClusterIdentifier',
    identifier: 'DBInstanceIdentifier',
    instanceClass: 'DBInstanceClass',
    performanceInsightsEnabled: 'EnablePerformanceInsights',
  }),
  'aws:rds/clusterParameterGroup:ClusterParameterGroup': at('rds', 'CreateDBClusterParameterGroup', {
    family: 'DBParameterGroupFamily',
    name: 'DBClusterParameterGroupName',
    parameters: undefined,
  }),
  'aws:rds/globalCluster:GlobalCluster': at('rds', 'CreateGlobalCluster'),
  'aws:rds/subnetGroup:SubnetGroup': at('rds', 'CreateDBSubnetGroup', {
    description: 'DBSubnetGroupDescription',
    name: 'DBSubnetGroupName',
  }),
  'aws:route53/healthCheck:HealthCheck': at(
    'route53',
    'CreateHealthCheck',
    { fqdn: 'FullyQualifiedDomainName' },
    { within: 'HealthCheckConfig' },
  ),
  'aws:route53/hostedZoneDnsSec:HostedZoneDnsSec': at('route53', 'EnableHostedZoneDNSSEC'),
  'aws:route53/keySigningKey:KeySigningKey': at(
    'route53',
    'CreateKeySigningKey',
    {},
    { filled: ['CallerReference', 'Status'] },
  ),
  'aws:route53/queryLog:QueryLog': at('route53', 'CreateQueryLoggingConfig', {
    cloudwatchLogGroupArn: 'CloudWatchLogsLogGroupArn',
    zoneId: 'HostedZoneId',
  }),
  'aws:route53/record:Record': at(
    'route53',
    'ChangeResourceRecordSets',
    {
      aliases: `${RECORD_SET}.AliasTarget`,
      allowOverwrite: undefined,
      // One value each, inside a block of Pulumi's own.
      failoverRoutingPolicies: undefined,
      latencyRoutingPolicies: undefined,
      weightedRoutingPolicies: undefined,
      geolocationRoutingPolicies: `${RECORD_SET}.GeoLocation`,
      healthCheckId: `${RECORD_SET}.HealthCheckId`,
      name: `${RECORD_SET}.Name`,
      records: undefined,
      setIdentifier: `${RECORD_SET}.SetIdentifier`,
      ttl: `${RECORD_SET}.TTL`,
      type: `${RECORD_SET}.Type`,
      zoneId: 'HostedZoneId',
    },
    { filled: ['Action'] },
  ),
  'aws:route53/zone:Zone': at('route53', 'CreateHostedZone', { comment: 'HostedZoneConfig.Comment' }),
  'aws:secretsmanager/secret:Secret': at('secretsmanager', 'CreateSecret', {
    recoveryWindowInDays: undefined,
    replicas: 'AddReplicaRegions',
  }),
  'aws:secretsmanager/secretRotation:SecretRotation': at('secretsmanager', 'RotateSecret'),
  'aws:secretsmanager/secretVersion:SecretVersion': at('secretsmanager', 'PutSecretValue'),
  'aws:sns/topic:Topic': at('sns', 'CreateTopic'),
  'aws:sns/topicPolicy:TopicPolicy': at(
    'sns',
    'SetTopicAttributes',
    { arn: 'TopicArn', policy: 'AttributeValue' },
    { filled: ['AttributeName'] },
  ),
  'aws:sns/topicSubscription:TopicSubscription': at('sns', 'Subscribe', {
    endpointAutoConfirms: undefined,
    topic: 'TopicArn',
  }),
  'aws:synthetics/canary:Canary': at(
    'synthetics',
    'CreateCanary',
    {
      s3Bucket: 'Code.S3Bucket',
      s3Key: 'Code.S3Key',
      s3Version: 'Code.S3Version',
      handler: 'Code.Handler',
      zipFile: undefined,
    },
    { filled: ['Code'] },
  ),
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': at(
    'ec2',
    'AuthorizeSecurityGroupEgress',
    RULE_NAMES,
  ),
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': at(
    'ec2',
    'AuthorizeSecurityGroupIngress',
    RULE_NAMES,
  ),
  'aws:wafv2/webAcl:WebAcl': at('wafv2', 'CreateWebACL'),
  'aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration': at(
    'wafv2',
    'PutLoggingConfiguration',
    {},
    { within: 'LoggingConfiguration' },
  ),
  'aws:wafv2/webAclAssociation:WebAclAssociation': at('wafv2', 'AssociateWebACL'),
  'aws:xray/group:Group': at('xray', 'CreateGroup'),
  'aws:xray/samplingRule:SamplingRule': at(
    'xray',
    'CreateSamplingRule',
    { tags: undefined },
    { within: 'SamplingRule' },
  ),
}

/** The request that creates a resource of a type; undefined where the provider makes none, or none is written down. */
export function createOperationOf(type: string): CreateOperation | undefined {
  return OPERATIONS[type]
}

export type { CreateOperation }
