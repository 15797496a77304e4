import { at, type CreateOperation } from './create-operation.ts'

const PUBLIC_ACCESS = {
  blockPublicAcls: 'PublicAccessBlockConfiguration.BlockPublicAcls',
  blockPublicPolicy: 'PublicAccessBlockConfiguration.BlockPublicPolicy',
  ignorePublicAcls: 'PublicAccessBlockConfiguration.IgnorePublicAcls',
  restrictPublicBuckets: 'PublicAccessBlockConfiguration.RestrictPublicBuckets',
}

/** How audit, findings, budgets, backups, buckets and log deliveries are created. */
export const KEEPING_OPERATIONS: Readonly<Record<string, CreateOperation>> = {
  'aws:backup/plan:Plan': at(
    'backup',
    'CreateBackupPlan',
    {
      name: 'BackupPlan.BackupPlanName',
      // Each rule has its own names.
      rules: undefined,
      tags: 'BackupPlanTags',
    },
    { filled: ['Rules'] },
  ),
  'aws:backup/regionSettings:RegionSettings': at('backup', 'UpdateRegionSettings'),
  'aws:backup/selection:Selection': at('backup', 'CreateBackupSelection', {
    iamRoleArn: 'BackupSelection.IamRoleArn',
    name: 'BackupSelection.SelectionName',
    planId: 'BackupPlanId',
    resources: 'BackupSelection.Resources',
  }),
  'aws:backup/vaultLockConfiguration:VaultLockConfiguration': at('backup', 'PutBackupVaultLockConfiguration'),
  'aws:budgets/budget:Budget': at(
    'budgets',
    'CreateBudget',
    {
      budgetType: 'Budget.BudgetType',
      // A list of names with values here, a map there.
      costFilters: undefined,
      limitAmount: 'Budget.BudgetLimit.Amount',
      limitUnit: 'Budget.BudgetLimit.Unit',
      name: 'Budget.BudgetName',
      notifications: undefined,
      tags: 'ResourceTags',
      timeUnit: 'Budget.TimeUnit',
    },
    { filled: ['AccountId'] },
  ),
  'aws:cfg/deliveryChannel:DeliveryChannel': at(
    'config',
    'PutDeliveryChannel',
    {},
    { within: 'DeliveryChannel' },
  ),
  'aws:cfg/recorder:Recorder': at(
    'config',
    'PutConfigurationRecorder',
    {},
    { within: 'ConfigurationRecorder' },
  ),
  'aws:cfg/recorderStatus:RecorderStatus': at('config', 'StartConfigurationRecorder', {
    isEnabled: undefined,
    name: 'ConfigurationRecorderName',
  }),
  'aws:cfg/rule:Rule': at('config', 'PutConfigRule', {
    description: 'ConfigRule.Description',
    name: 'ConfigRule.ConfigRuleName',
    source: 'ConfigRule.Source',
  }),
  'aws:cloudwatch/eventRule:EventRule': at('events', 'PutRule'),
  'aws:cloudwatch/eventTarget:EventTarget': at('events', 'PutTargets', {
    arn: 'Targets.Arn',
    roleArn: 'Targets.RoleArn',
    targetId: 'Targets.Id',
  }),
  'aws:cloudwatch/logDelivery:LogDelivery': at('logs', 'CreateDelivery'),
  'aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination': at('logs', 'PutDeliveryDestination'),
  'aws:cloudwatch/logDeliverySource:LogDeliverySource': at('logs', 'PutDeliverySource'),
  'aws:cloudwatch/logMetricFilter:LogMetricFilter': at('logs', 'PutMetricFilter', {
    name: 'filterName',
    pattern: 'filterPattern',
    metricTransformation: 'metricTransformations',
  }),
  'aws:cloudwatch/logResourcePolicy:LogResourcePolicy': at('logs', 'PutResourcePolicy'),
  'aws:costexplorer/anomalyMonitor:AnomalyMonitor': at('ce', 'CreateAnomalyMonitor', {
    // JSON here, a structure there.
    monitorSpecification: undefined,
    monitorType: 'AnomalyMonitor.MonitorType',
    name: 'AnomalyMonitor.MonitorName',
    tags: 'ResourceTags',
  }),
  'aws:costexplorer/anomalySubscription:AnomalySubscription': at('ce', 'CreateAnomalySubscription', {
    frequency: 'AnomalySubscription.Frequency',
    monitorArnLists: 'AnomalySubscription.MonitorArnList',
    name: 'AnomalySubscription.SubscriptionName',
    subscribers: 'AnomalySubscription.Subscribers',
    tags: 'ResourceTags',
    thresholdExpression: 'AnomalySubscription.ThresholdExpression',
  }),
  'aws:guardduty/detector:Detector': at('guardduty', 'CreateDetector'),
  'aws:guardduty/detectorFeature:DetectorFeature': at('guardduty', 'UpdateDetector', {
    name: 'Features.Name',
    status: 'Features.Status',
  }),
  'aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock': at(
    's3control',
    'PutPublicAccessBlock',
    PUBLIC_ACCESS,
    { filled: ['AccountId'] },
  ),
  'aws:s3/bucket:Bucket': at('s3', 'CreateBucket', { forceDestroy: undefined, tags: undefined }),
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': at(
    's3',
    'PutBucketLifecycleConfiguration',
    { rules: 'LifecycleConfiguration.Rules' },
  ),
  'aws:s3/bucketObjectv2:BucketObjectv2': at('s3', 'PutObject', { source: undefined }),
  'aws:s3/bucketPolicy:BucketPolicy': at('s3', 'PutBucketPolicy'),
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': at('s3', 'PutPublicAccessBlock', PUBLIC_ACCESS),
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': at(
    's3',
    'PutBucketEncryption',
    { rules: 'ServerSideEncryptionConfiguration.Rules' },
  ),
  'aws:s3/bucketVersioning:BucketVersioning': at('s3', 'PutBucketVersioning'),
  'aws:securityhub/account:Account': at('securityhub', 'EnableSecurityHub'),
  'aws:securityhub/standardsSubscription:StandardsSubscription': at('securityhub', 'BatchEnableStandards', {
    standardsArn: 'StandardsSubscriptionRequests.StandardsArn',
  }),
}
