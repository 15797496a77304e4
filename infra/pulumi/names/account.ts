import { IAM_NAME, type NamingRule, named, tagged, untagged } from './rule.ts'

/** Types of keys, audit, backups and access. */
export const ACCOUNT_NAMES: Readonly<Record<string, NamingRule>> = {
  'aws:accessanalyzer/analyzer:Analyzer': named(255, /^[A-Za-z][\w.-]*$/, 'analyzerName'),
  'aws:backup/plan:Plan': named(50, /^[\w.-]+$/),
  // There is one per region.
  'aws:backup/regionSettings:RegionSettings': untagged,
  'aws:backup/selection:Selection': named(50, /^[\w.-]+$/, 'name', false),
  'aws:backup/vault:Vault': named(50, /^[\w-]{2,}$/),
  'aws:backup/vaultLockConfiguration:VaultLockConfiguration': untagged,
  'aws:cfg/deliveryChannel:DeliveryChannel': named(256, /^[\w-]+$/, 'name', false),
  'aws:cfg/recorder:Recorder': named(256, /^[\w-]+$/, 'name', false),
  // Its name is that of the recorder that it turns on.
  'aws:cfg/recorderStatus:RecorderStatus': untagged,
  'aws:cfg/rule:Rule': named(128, /\S/),
  'aws:cloudtrail/trail:Trail': named(128, /^[A-Za-z0-9][\w.-]{2,}$/),
  'aws:cloudwatch/eventRule:EventRule': named(64, /^[\w.-]+$/),
  // It has the rule's name, and an id among that rule's targets.
  'aws:cloudwatch/eventTarget:EventTarget': untagged,
  'aws:ec2/flowLog:FlowLog': tagged,
  'aws:ec2/networkAcl:NetworkAcl': tagged,
  'aws:ec2/vpcEndpoint:VpcEndpoint': tagged,
  'aws:guardduty/detector:Detector': tagged,
  // Its name is the feature's.
  'aws:guardduty/detectorFeature:DetectorFeature': untagged,
  'aws:iam/openIdConnectProvider:OpenIdConnectProvider': tagged,
  'aws:iam/policy:Policy': named(128, IAM_NAME),
  'aws:iam/rolePolicyAttachment:RolePolicyAttachment': untagged,
  'aws:lambda/function:Function': named(64, /^[\w-]+$/),
  // A permission's name is the id of a statement in the function's policy, which people do not need.
  'aws:lambda/permission:Permission': untagged,
  'aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock': untagged,
  'aws:secretsmanager/secretRotation:SecretRotation': untagged,
  'aws:securityhub/account:Account': untagged,
  'aws:securityhub/standardsSubscription:StandardsSubscription': untagged,
}
