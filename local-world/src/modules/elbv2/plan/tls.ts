import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { Attributes } from '@meridian/resource-graph'
import type { RegionId } from '@meridian/topology'
import { LoadBalancingError } from '../errors.ts'
import type { ListenerTls } from '../model/load-balancer-plan.ts'

const CERTIFICATE_TYPE = 'aws:acm/certificate:Certificate'
/** The API's default for a listener without a policy. */
const DEFAULT_POLICY = 'ELBSecurityPolicy-2016-08'

/** An HTTPS listener's TLS settings: a certificate of its own region. */
export function planTls(listener: ResourceNode, region: RegionId, graph: ResourceGraph): ListenerTls {
  const attributes = Attributes.of(listener)
  const certificateArn = attributes.text('certificateArn')
  const certificate = graph.byId(CERTIFICATE_TYPE, certificateArn)
  if (!certificate || certificate.region !== region)
    throw new LoadBalancingError(
      'MERIDIAN_ELBV2_INVALID',
      `CertificateNotFound: listener "${listener.name}" in ${region} presents "${certificateArn}", which is ${certificate ? `of ${certificate.region}` : 'no certificate of the program'}; give it one of its own region`,
    )
  const names = Attributes.of(certificate)
  return {
    certificateArn,
    names: [...new Set([names.text('domainName'), ...names.texts('subjectAlternativeNames')])],
    policy: attributes.text('sslPolicy', DEFAULT_POLICY),
  }
}
