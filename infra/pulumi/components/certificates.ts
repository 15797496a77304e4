import { dnsNames, REGION_IDS, REGIONS, type RegionId } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { perRegion, type Regional } from '../regional.ts'

export interface CertificatesArgs {
  domain: string
  zoneId: pulumi.Input<string>
  providers: Regional<aws.Provider>
}

/** CloudFront only accepts certificates from this region, wherever the rest of the system is. */
const CLOUDFRONT_REGION = 'us-east-1'
const PROOF_TTL_SECONDS = 300

interface Requested {
  readonly name: string
  readonly region: RegionId
  readonly certificate: aws.acm.Certificate
  readonly domainNames: readonly string[]
}

/**
 * The site's certificate, and one for each region's load balancer. CloudFront asks a load balancer for `nearest` or `next` and
 * accepts no other name, so every region's certificate has both, beside the region's own.
 *
 * ACM proves a name by a record that is the same for every certificate of the account: each name has one record, shared by all certificates.
 */
export class Certificates extends Component {
  /** Known when ACM has issued it. */
  readonly siteArn: pulumi.Output<string>
  readonly regionArns: Regional<pulumi.Output<string>>

  constructor(name: string, args: CertificatesArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:traffic:Certificates', name, opts)
    const parent = this
    const names = dnsNames(args.domain)
    const proofs = new Map<string, aws.route53.Record>()

    const site = request('site', CLOUDFRONT_REGION, [names.www, args.domain])
    const regions = perRegion((region) =>
      request(REGIONS[region].code, region, [names.region(region), names.nearest, names.next]),
    )
    for (const requested of [site, ...REGION_IDS.map((region) => regions[region])]) prove(requested)

    this.siteArn = issued(site)
    this.regionArns = perRegion((region) => issued(regions[region]))
    this.registerOutputs({})

    function request(purpose: string, region: RegionId, domainNames: readonly string[]): Requested {
      const [domainName = '', ...subjectAlternativeNames] = domainNames
      const certificate = new aws.acm.Certificate(
        `${name}-${purpose}`,
        { domainName, subjectAlternativeNames, validationMethod: 'DNS', keyAlgorithm: 'EC_prime256v1' },
        { parent, provider: args.providers[region] },
      )
      return { name: purpose, region, certificate, domainNames }
    }

    function prove({ region, certificate, domainNames }: Requested): void {
      for (const domainName of domainNames) {
        if (proofs.has(domainName)) continue
        const proof = certificate.domainValidationOptions.apply(
          (options) => options.find((option) => option.domainName === domainName) ?? NO_PROOF,
        )
        const record = new aws.route53.Record(
          `${name}-proof-${labelOf(domainName)}`,
          {
            zoneId: args.zoneId,
            name: proof.resourceRecordName,
            type: 'CNAME',
            ttl: PROOF_TTL_SECONDS,
            records: [proof.resourceRecordValue],
            // Another stack of the account may have proved the same name by the same record.
            allowOverwrite: true,
          },
          { parent, provider: args.providers[region] },
        )
        proofs.set(domainName, record)
      }
    }

    function issued({ name: purpose, region, certificate, domainNames }: Requested): pulumi.Output<string> {
      const records = domainNames.flatMap((domainName) => proofs.get(domainName) ?? [])
      return new aws.acm.CertificateValidation(
        `${name}-${purpose}`,
        { certificateArn: certificate.arn, validationRecordFqdns: records.map(({ fqdn }) => fqdn) },
        { parent, provider: args.providers[region] },
      ).certificateArn
    }

    /** `www.meridian.example` is `www`, the domain itself `apex`. */
    function labelOf(domainName: string): string {
      return domainName === args.domain ? 'apex' : domainName.slice(0, -args.domain.length - 1)
    }
  }
}

const NO_PROOF = {
  domainName: '',
  resourceRecordName: '',
  resourceRecordType: 'CNAME',
  resourceRecordValue: '',
}
