import { dnsNames } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'

export interface SiteNamesArgs {
  domain: string
  zoneId: pulumi.Input<string>
  distribution: { domainName: pulumi.Input<string>; zoneId: pulumi.Input<string> }
}

/** The names that visitors type, with and without `www`: they point to the edge, over IPv4 and IPv6. */
export class SiteNames extends Component {
  constructor(name: string, args: SiteNamesArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:traffic:SiteNames', name, opts)
    const parent = this

    for (const type of ['A', 'AAAA'] as const) {
      createRecord(`www-${type.toLowerCase()}`, dnsNames(args.domain).www, type)
      createRecord(`apex-${type.toLowerCase()}`, args.domain, type)
    }
    this.registerOutputs({})

    function createRecord(purpose: string, dnsName: string, type: 'A' | 'AAAA') {
      const { domainName, zoneId } = args.distribution
      new aws.route53.Record(
        `${name}-${purpose}`,
        {
          zoneId: args.zoneId,
          name: dnsName,
          type,
          // Route 53 cannot evaluate the health of a CloudFront distribution.
          aliases: [{ name: domainName, zoneId, evaluateTargetHealth: false }],
        },
        { parent },
      )
    }
  }
}
