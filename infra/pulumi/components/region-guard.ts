import { PROJECT, type RegionId } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'

export interface RegionGuardArgs {
  region: RegionId
  /** GuardDuty, with the logins of Aurora. */
  detectsThreats: boolean
  /** What principals outside of the account may reach. */
  analyzesAccess: boolean
  /** One place for what the others find, measured by AWS's own standard. */
  hasSecurityHub: boolean
}

/** The services of AWS that watch a region for this account, without anybody looking. */
export class RegionGuard extends Component {
  constructor(name: string, args: RegionGuardArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:security:RegionGuard', name, opts)
    const parent = this

    if (args.detectsThreats) createDetector()
    if (args.analyzesAccess) createAnalyzer()
    if (args.hasSecurityHub) createSecurityHub()
    this.registerOutputs({})

    function createDetector() {
      const detector = new aws.guardduty.Detector(
        name,
        // Ongoing findings are published again; the default is six hours, which is a night's sleep.
        { enable: true, findingPublishingFrequency: 'FIFTEEN_MINUTES' },
        { parent },
      )
      new aws.guardduty.DetectorFeature(
        `${name}-logins`,
        { detectorId: detector.id, name: 'RDS_LOGIN_EVENTS', status: 'ENABLED' },
        { parent },
      )
    }

    function createAnalyzer() {
      const analyzerName = `${PROJECT}-${name}`
      return new aws.accessanalyzer.Analyzer(name, { analyzerName, type: 'ACCOUNT' }, { parent })
    }

    function createSecurityHub() {
      const account = new aws.securityhub.Account(name, { enableDefaultStandards: false }, { parent })
      new aws.securityhub.StandardsSubscription(
        name,
        {
          // The ARN names no account, but AWS accepts it only where Security Hub is on.
          standardsArn: account.id.apply(
            () =>
              `arn:aws:securityhub:${args.region}::standards/aws-foundational-security-best-practices/v/1.0.0`,
          ),
        },
        { parent },
      )
    }
  }
}
