import type { ResourceGraph } from '@meridian/resource-graph'
import { CloudFrontPlanError } from '../errors.ts'

export interface ViewerCertificateInputs {
  readonly acmCertificateArn?: string
  readonly cloudfrontDefaultCertificate?: boolean
  readonly minimumProtocolVersion?: string
  readonly sslSupportMethod?: string
}

const CERTIFICATE_TYPE = 'aws:acm/certificate:Certificate'
/** CloudFront reads certificates from this region only. */
const CERTIFICATE_REGION = 'us-east-1'

/** Refuses aliases that the certificate does not cover, and certificates that CloudFront would not find. */
export function checkViewerCertificate(
  resource: string,
  aliases: readonly string[],
  { acmCertificateArn }: ViewerCertificateInputs,
  graph: ResourceGraph,
): void {
  const refuse = (message: string) =>
    new CloudFrontPlanError(
      'MERIDIAN_CLOUDFRONT_CERTIFICATE',
      resource,
      `InvalidViewerCertificate: ${message}`,
    )
  if (acmCertificateArn === undefined) {
    if (aliases.length === 0) return
    throw refuse(
      `the aliases ${aliases.join(', ')} need a certificate of their own; CloudFront's has *.cloudfront.net alone`,
    )
  }
  const certificate = graph.byId(CERTIFICATE_TYPE, acmCertificateArn)
  if (certificate?.region !== CERTIFICATE_REGION)
    throw refuse(
      `${acmCertificateArn} is ${certificate ? `of ${certificate.region}` : 'no certificate of the program'}; make it in ${CERTIFICATE_REGION}`,
    )
  const { domainName, subjectAlternativeNames } = certificate.inputs
  const others = Array.isArray(subjectAlternativeNames) ? subjectAlternativeNames : []
  const names = [domainName, ...others].map((name) => String(name).toLowerCase())
  const uncovered = aliases.filter((alias) => !names.some((name) => covers(name, alias.toLowerCase())))
  if (uncovered.length > 0)
    throw refuse(`the certificate has ${names.join(', ')} and not ${uncovered.join(', ')}`)
}

/** A wildcard matches one label. */
function covers(name: string, alias: string): boolean {
  return name === alias || (name.startsWith('*.') && alias.split('.').slice(1).join('.') === name.slice(2))
}
