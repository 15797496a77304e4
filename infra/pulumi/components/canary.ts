import { readFileSync } from 'node:fs'
import { REGIONS, type RegionId } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { canaryPolicy } from '../rules/operations-policies.ts'
import { assumedByService, policyDocument, refuseCleartext } from '../rules/policy-document.ts'
import { closeToPublic, encryptByS3, expire, keepVersions } from './private-bucket.ts'

export interface CanaryArgs {
  region: RegionId
  accountId: pulumi.Input<string>
  /** Where visitors go: `https://…`. */
  site: pulumi.Input<string>
  everyMinutes: number
}

const SCRIPT = new URL('../canaries/read-campaign.js', import.meta.url)
const RUNTIME = 'syn-nodejs-4.1'
const TIMEOUT_SECONDS = 50
const MEMORY_MB = 960
const KEPT_DAYS = 14

/** A visitor of one region that never sleeps: reads a campaign through the edge and checks which region answered. */
export class Canary extends Component {
  readonly canaryName: pulumi.Output<string>

  constructor(name: string, args: CanaryArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:operations:Canary', name, opts)
    const parent = this

    const bucket = createBucket()
    const script = createScript()
    const roleArn = createRole()
    const canary = createCanary()
    this.canaryName = canary.name
    this.registerOutputs({ canaryName: this.canaryName })

    /** In the region itself: a canary that kept its findings elsewhere would fall silent with that region. */
    function createBucket() {
      const kept = new aws.s3.Bucket(
        `${name}-findings`,
        // Bucket names are globally unique; the account id makes this one unique.
        {
          bucket: pulumi.interpolate`meridian-canary-${args.accountId}-${REGIONS[args.region].code}`,
          forceDestroy: true,
        },
        { parent },
      )
      closeToPublic(`${name}-findings`, kept.id, parent)
      new aws.s3.BucketPolicy(
        `${name}-findings`,
        {
          bucket: kept.id,
          policy: kept.arn.apply((arn) => JSON.stringify(policyDocument(refuseCleartext(arn)))),
        },
        { parent },
      )
      encryptByS3(`${name}-findings`, kept.id, parent)
      keepVersions(`${name}-findings`, kept.id, parent)
      expire(
        `${name}-findings`,
        kept.id,
        {
          id: 'findings',
          expiration: { days: KEPT_DAYS },
          noncurrentVersionExpiration: { noncurrentDays: KEPT_DAYS },
        },
        parent,
        'runs/',
      )
      return kept
    }

    function createScript() {
      return new aws.s3.BucketObjectv2(
        `${name}-script`,
        {
          bucket: bucket.id,
          key: 'script/read-campaign.zip',
          source: new pulumi.asset.AssetArchive({
            'read-campaign.js': new pulumi.asset.StringAsset(readFileSync(SCRIPT, 'utf8')),
          }),
        },
        { parent },
      )
    }

    function createRole(): pulumi.Output<string> {
      const role = new aws.iam.Role(
        name,
        {
          assumeRolePolicy: pulumi.jsonStringify(
            pulumi.output(args.accountId).apply((accountId) =>
              assumedByService('lambda.amazonaws.com', {
                StringEquals: { 'aws:SourceAccount': accountId },
              }),
            ),
          ),
        },
        { parent },
      )
      const policy = pulumi
        .all([bucket.arn, args.accountId])
        .apply(([bucketArn, accountId]) => canaryPolicy({ bucketArn, accountId, region: args.region }))
      const attached = new aws.iam.RolePolicy(
        name,
        { role: role.name, policy: pulumi.jsonStringify(policy) },
        { parent },
      )
      return pulumi.all([role.arn, attached.id]).apply(([arn]) => arn)
    }

    function createCanary() {
      return new aws.synthetics.Canary(
        name,
        {
          artifactS3Location: pulumi.interpolate`s3://${bucket.bucket}/runs/`,
          artifactConfig: { s3Encryption: { encryptionMode: 'SSE_S3' } },
          executionRoleArn: roleArn,
          runtimeVersion: RUNTIME,
          handler: 'read-campaign.handler',
          s3Bucket: bucket.bucket,
          s3Key: script.key,
          // The version changes with the script, and the canary with the version.
          s3Version: script.versionId,
          schedule: {
            expression: `rate(${args.everyMinutes} ${args.everyMinutes === 1 ? 'minute' : 'minutes'})`,
          },
          runConfig: {
            timeoutInSeconds: TIMEOUT_SECONDS,
            memoryInMb: MEMORY_MB,
            environmentVariables: { SITE: args.site, HOME_REGION: args.region },
          },
          startCanary: true,
          deleteLambda: true,
          successRetentionPeriod: KEPT_DAYS,
          failureRetentionPeriod: KEPT_DAYS,
        },
        { parent },
      )
    }
  }
}
