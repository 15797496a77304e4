import { ORIGIN_KEY_HEADER } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { once } from '../regional.ts'
import { firewallRules } from '../rules/firewall.ts'
import type { FirewallMode } from '../settings/edge.ts'

export interface FirewallArgs {
  /** `CLOUDFRONT` must be made in us-east-1 and is named by the distribution; `REGIONAL` is associated here. */
  scope: 'CLOUDFRONT' | 'REGIONAL'
  mode: FirewallMode
  /** Requests of one address in five minutes. */
  rateLimit: number
  logRetentionDays: number
  /** Encrypts the log. */
  logsKeyArn: pulumi.Input<string>
  /** The load balancer that it protects; only for `REGIONAL`. */
  resourceArn?: pulumi.Input<string>
}

/** Headers that must not be kept: who somebody is, and what the edge proves itself with. */
const REDACTED_HEADERS = ['authorization', 'cookie', ORIGIN_KEY_HEADER]

/** One web ACL with AWS's rule groups and a limit by address. What it blocks or counts is written down, without credentials. */
export class Firewall extends Component {
  /** Known when its log is in place, so that nothing is blocked unseen. */
  readonly arn: pulumi.Output<string>

  constructor(name: string, args: FirewallArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:traffic:Firewall', name, opts)
    const parent = this

    const acl = createAcl()
    const logging = createLogging()
    if (args.resourceArn !== undefined) associate(args.resourceArn)

    this.arn = once(acl.arn, logging)
    this.registerOutputs({})

    function createAcl() {
      return new aws.wafv2.WebAcl(
        name,
        {
          scope: args.scope,
          description: args.scope === 'CLOUDFRONT' ? 'Before the edge' : 'Before a region',
          defaultAction: { allow: {} },
          rules: firewallRules(args).map(({ rule, ...rest }) => ({
            ...rest,
            name: rule,
            visibilityConfig: visibility(`${name}-${rule}`),
          })),
          visibilityConfig: visibility(name),
        },
        { parent },
      )
    }

    function createLogging() {
      const group = new aws.cloudwatch.LogGroup(
        `${name}-log`,
        // WAF only accepts log groups whose name begins like this.
        {
          name: `aws-waf-logs-meridian-${name}`,
          retentionInDays: args.logRetentionDays,
          kmsKeyId: args.logsKeyArn,
        },
        { parent },
      )
      return new aws.wafv2.WebAclLoggingConfiguration(
        name,
        {
          resourceArn: acl.arn,
          logDestinationConfigs: [group.arn],
          redactedFields: REDACTED_HEADERS.map((header) => ({ singleHeader: { name: header } })),
          // What was let through is in the access logs already.
          loggingFilter: {
            defaultBehavior: 'DROP',
            filters: [
              {
                behavior: 'KEEP',
                requirement: 'MEETS_ANY',
                conditions: ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'].map((action) => ({
                  actionCondition: { action },
                })),
              },
            ],
          },
        },
        { parent },
      )
    }

    function associate(resourceArn: pulumi.Input<string>) {
      new aws.wafv2.WebAclAssociation(name, { webAclArn: once(acl.arn, logging), resourceArn }, { parent })
    }
  }
}

/** Samples hold whole requests, with their credentials: the log, which leaves them out, is enough. */
function visibility(metricName: string) {
  return { metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: false }
}
