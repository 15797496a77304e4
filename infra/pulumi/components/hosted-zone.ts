import { PROJECT } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { once } from '../regional.ts'
import { writtenByRoute53, zoneSigningPolicy } from '../rules/edge-policies.ts'

export interface HostedZoneArgs {
  domain: string
  accountId: pulumi.Input<string>
  /** Encrypts the log of questions. */
  logsKeyArn: pulumi.Input<string>
  /** Signs the zone; the DS record still has to be given to the registrar. */
  dnssec: boolean
  /** Writes down every question; needs a provider of us-east-1, where Route 53 wants its log groups. */
  queryLogs: boolean
  logRetentionDays: number
  /** Pulumi neither deletes nor replaces it. */
  isProtected: boolean
}

/** The longest that KMS offers: without its key, the zone is gone for every validating resolver. */
const KEY_DELETION_DAYS = 30

/** The domain: its zone, its signature and who asked. Its provider must be that of us-east-1. */
export class HostedZone extends Component {
  readonly zoneId: pulumi.Output<string>
  readonly nameServers: pulumi.Output<string[]>
  /** What the registrar has to publish; undefined while the zone is not signed. */
  readonly dsRecord: pulumi.Output<string> | undefined

  constructor(name: string, args: HostedZoneArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:traffic:HostedZone', name, opts)
    const parent = this

    const zone = new aws.route53.Zone(
      `${name}-zone`,
      { name: args.domain, comment: 'Chooses a region for every visitor' },
      // A zone in its place has other name servers: the site is gone until the registrar knows them.
      { parent, protect: args.isProtected },
    )
    this.dsRecord = args.dnssec ? signZone() : undefined
    if (args.queryLogs) logQueries()

    this.zoneId = zone.zoneId
    this.nameServers = zone.nameServers
    this.registerOutputs({ nameServers: this.nameServers })

    function signZone(): pulumi.Output<string> {
      const key = new aws.kms.Key(
        `${name}-signing`,
        {
          description: `Signs the zone of ${args.domain}`,
          // What Route 53 accepts: asymmetric, P-256, in us-east-1, and not rotated by KMS.
          customerMasterKeySpec: 'ECC_NIST_P256',
          keyUsage: 'SIGN_VERIFY',
          deletionWindowInDays: KEY_DELETION_DAYS,
          policy: pulumi.jsonStringify(pulumi.output(args.accountId).apply(zoneSigningPolicy)),
        },
        { parent },
      )
      const signingKey = new aws.route53.KeySigningKey(
        `${name}-signing`,
        { name: `${PROJECT}_1`, hostedZoneId: zone.zoneId, keyManagementServiceArn: key.arn },
        { parent },
      )
      const signing = new aws.route53.HostedZoneDnsSec(
        `${name}-signing`,
        { hostedZoneId: once(zone.zoneId, signingKey) },
        { parent },
      )
      return once(signingKey.dsRecord, signing)
    }

    function logQueries(): void {
      const group = new aws.cloudwatch.LogGroup(
        `${name}-queries`,
        {
          name: `/aws/route53/${args.domain}`,
          retentionInDays: args.logRetentionDays,
          kmsKeyId: args.logsKeyArn,
        },
        { parent },
      )
      const policy = new aws.cloudwatch.LogResourcePolicy(
        `${name}-queries`,
        {
          policyName: `${PROJECT}-${name}-queries`,
          policyDocument: pulumi.jsonStringify(group.arn.apply(writtenByRoute53)),
        },
        { parent },
      )
      new aws.route53.QueryLog(
        `${name}-queries`,
        { zoneId: zone.zoneId, cloudwatchLogGroupArn: once(group.arn, policy) },
        { parent },
      )
    }
  }
}
