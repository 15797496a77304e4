import { FIRST_PRIMARY, REGION_IDS, REGIONS, type RegionId } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { once, type Regional } from '../regional.ts'
import { CONFIG_PREFIX, configDeliveryPolicy, TRAIL_PREFIX } from '../rules/audit-policies.ts'
import { CONFIG_RULES } from '../rules/config-rules.ts'
import { assumedByService } from '../rules/policy-document.ts'
import { AuditBucket } from './audit-bucket.ts'
import type { RegionKeys } from './region-keys.ts'

export interface AccountAuditArgs {
  accountId: pulumi.Input<string>
  providers: Regional<aws.Provider>
  keys: Regional<RegionKeys>
  /** CloudTrail: who called what. */
  hasTrail: boolean
  /** AWS Config: the history of each resource's configuration, and which rules it violated. */
  hasRecorder: boolean
  retentionDays: number
}

const CONFIG_MANAGED_POLICY = 'arn:aws:iam::aws:policy/service-role/AWS_ConfigRole'

/** The account's history: every call to the AWS API, and every state that a resource has been in. */
export class AccountAudit extends Component {
  constructor(name: string, args: AccountAuditArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:security:AccountAudit', name, opts)
    const parent = this
    const home = args.providers[FIRST_PRIMARY]
    const keyArn = args.keys[FIRST_PRIMARY].logsKeyArn
    const trailName = `meridian-${name}`

    const bucket = createBucket()
    if (args.hasTrail) createTrail()
    if (args.hasRecorder) {
      const roleArn = createConfigRole()
      for (const region of REGION_IDS) createRecorder(region, roleArn)
    }
    this.registerOutputs({})

    function createBucket() {
      const trailArn = pulumi.interpolate`arn:aws:cloudtrail:${FIRST_PRIMARY}:${args.accountId}:trail/${trailName}`
      const { accountId, retentionDays } = args
      return new AuditBucket(
        `${name}-bucket`,
        { accountId, keyArn, trailArn, retentionDays },
        { parent, provider: home },
      )
    }

    /** One trail for all regions; IAM, Route 53 and CloudFront report to it as well. */
    function createTrail() {
      new aws.cloudtrail.Trail(
        name,
        {
          name: trailName,
          s3BucketName: bucket.bucketName,
          s3KeyPrefix: TRAIL_PREFIX,
          isMultiRegionTrail: true,
          includeGlobalServiceEvents: true,
          enableLogFileValidation: true,
          kmsKeyId: keyArn,
        },
        { parent, provider: home },
      )
    }

    function createConfigRole(): pulumi.Output<string> {
      const options = { parent, provider: home }
      const role = new aws.iam.Role(
        `${name}-config`,
        {
          assumeRolePolicy: pulumi
            .output(args.accountId)
            .apply((id) =>
              JSON.stringify(
                assumedByService('config.amazonaws.com', { StringEquals: { 'aws:SourceAccount': id } }),
              ),
            ),
        },
        options,
      )
      const reading = new aws.iam.RolePolicyAttachment(
        `${name}-config`,
        { role: role.name, policyArn: CONFIG_MANAGED_POLICY },
        options,
      )
      const policy = pulumi
        .all([args.accountId, bucket.bucketArn, keyArn])
        .apply(([accountId, bucketArn, key]) =>
          JSON.stringify(configDeliveryPolicy({ accountId, bucketArn }, key)),
        )
      const writing = new aws.iam.RolePolicy(`${name}-config`, { role: role.name, policy }, options)
      return once(role.arn, reading, writing)
    }

    function createRecorder(region: RegionId, roleArn: pulumi.Output<string>) {
      const regional = `${name}-${REGIONS[region].code}`
      const options = { parent, provider: args.providers[region] }
      const recorder = new aws.cfg.Recorder(
        regional,
        {
          roleArn,
          recordingGroup: { allSupported: true, includeGlobalResourceTypes: region === FIRST_PRIMARY },
        },
        options,
      )
      const channel = new aws.cfg.DeliveryChannel(
        regional,
        {
          s3BucketName: once(bucket.bucketName, recorder),
          s3KeyPrefix: CONFIG_PREFIX,
          s3KmsKeyArn: keyArn,
        },
        options,
      )
      const running = new aws.cfg.RecorderStatus(
        regional,
        { name: once(recorder.name, channel), isEnabled: true },
        options,
      )
      for (const rule of CONFIG_RULES.filter(({ isGlobal }) => !isGlobal || region === FIRST_PRIMARY))
        new aws.cfg.Rule(
          `${regional}-${rule.name}`,
          {
            description: rule.description,
            source: { owner: 'AWS', sourceIdentifier: once(pulumi.output(rule.identifier), running) },
          },
          options,
        )
    }
  }
}
