import type { Writes } from './writes.ts'

const RDS_TAGS = ['rds:AddTagsToResource', 'rds:RemoveTagsFromResource']
/** To make something that is encrypted with a key is to use the key, or to let a service use it. */
const USE_OF_KEYS = [
  'kms:CreateGrant',
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:RetireGrant',
]

/** Services, their images, keys, secrets and databases. */
export const WORKLOAD_WRITES: Writes = {
  'aws:appautoscaling/policy:Policy': [
    'application-autoscaling:DeleteScalingPolicy',
    'application-autoscaling:PutScalingPolicy',
  ],
  'aws:appautoscaling/scheduledAction:ScheduledAction': [
    'application-autoscaling:DeleteScheduledAction',
    'application-autoscaling:PutScheduledAction',
  ],
  'aws:appautoscaling/target:Target': [
    'application-autoscaling:DeregisterScalableTarget',
    'application-autoscaling:RegisterScalableTarget',
    'application-autoscaling:TagResource',
    'application-autoscaling:UntagResource',
  ],
  'aws:ecr/lifecyclePolicy:LifecyclePolicy': ['ecr:DeleteLifecyclePolicy', 'ecr:PutLifecyclePolicy'],
  'aws:ecr/replicationConfiguration:ReplicationConfiguration': ['ecr:PutReplicationConfiguration'],
  'aws:ecr/repository:Repository': [
    'ecr:CreateRepository',
    'ecr:DeleteRepository',
    'ecr:PutImageScanningConfiguration',
    'ecr:PutImageTagMutability',
    'ecr:TagResource',
    'ecr:UntagResource',
  ],
  'aws:ecs/cluster:Cluster': [
    'ecs:CreateCluster',
    'ecs:DeleteCluster',
    'ecs:TagResource',
    'ecs:UntagResource',
    'ecs:UpdateCluster',
    'ecs:UpdateClusterSettings',
  ],
  'aws:ecs/clusterCapacityProviders:ClusterCapacityProviders': ['ecs:PutClusterCapacityProviders'],
  'aws:ecs/service:Service': ['ecs:CreateService', 'ecs:DeleteService', 'ecs:UpdateService'],
  'aws:ecs/taskDefinition:TaskDefinition': ['ecs:DeregisterTaskDefinition', 'ecs:RegisterTaskDefinition'],
  'aws:kms/alias:Alias': ['kms:CreateAlias', 'kms:DeleteAlias', 'kms:UpdateAlias'],
  'aws:kms/key:Key': [
    ...USE_OF_KEYS,
    'kms:CreateKey',
    'kms:DisableKey',
    'kms:EnableKey',
    'kms:EnableKeyRotation',
    'kms:PutKeyPolicy',
    'kms:ScheduleKeyDeletion',
    'kms:TagResource',
    'kms:UntagResource',
    'kms:UpdateKeyDescription',
  ],
  'aws:lambda/function:Function': [
    'lambda:CreateFunction',
    'lambda:DeleteFunction',
    'lambda:PublishVersion',
    'lambda:TagResource',
    'lambda:UntagResource',
    'lambda:UpdateFunctionCode',
    'lambda:UpdateFunctionConfiguration',
  ],
  'aws:lambda/permission:Permission': ['lambda:AddPermission', 'lambda:RemovePermission'],
  'aws:rds/cluster:Cluster': [
    ...RDS_TAGS,
    // A member of another region is created by a call there that calls the first region.
    'rds:CrossRegionCommunication',
    'rds:CreateDBCluster',
    'rds:CreateDBClusterSnapshot',
    'rds:DeleteDBCluster',
    'rds:ModifyDBCluster',
  ],
  'aws:rds/clusterInstance:ClusterInstance': [
    'rds:CreateDBInstance',
    'rds:DeleteDBInstance',
    'rds:ModifyDBInstance',
    'rds:RebootDBInstance',
  ],
  'aws:rds/clusterParameterGroup:ClusterParameterGroup': [
    'rds:CreateDBClusterParameterGroup',
    'rds:DeleteDBClusterParameterGroup',
    'rds:ModifyDBClusterParameterGroup',
    'rds:ResetDBClusterParameterGroup',
  ],
  'aws:rds/globalCluster:GlobalCluster': [
    'rds:CreateGlobalCluster',
    'rds:DeleteGlobalCluster',
    'rds:ModifyGlobalCluster',
    'rds:RemoveFromGlobalCluster',
  ],
  'aws:rds/subnetGroup:SubnetGroup': [
    'rds:CreateDBSubnetGroup',
    'rds:DeleteDBSubnetGroup',
    'rds:ModifyDBSubnetGroup',
  ],
  'aws:secretsmanager/secret:Secret': [
    'secretsmanager:CreateSecret',
    'secretsmanager:DeleteSecret',
    'secretsmanager:RemoveRegionsFromReplication',
    'secretsmanager:ReplicateSecretToRegions',
    'secretsmanager:TagResource',
    'secretsmanager:UntagResource',
    'secretsmanager:UpdateSecret',
  ],
  'aws:secretsmanager/secretRotation:SecretRotation': [
    // Secrets Manager checks that the caller who names a function may invoke it.
    'lambda:InvokeFunction',
    'secretsmanager:CancelRotateSecret',
    'secretsmanager:RotateSecret',
  ],
  'aws:secretsmanager/secretVersion:SecretVersion': [
    'secretsmanager:GetSecretValue',
    'secretsmanager:PutSecretValue',
    'secretsmanager:UpdateSecretVersionStage',
  ],
}
