import type { ResourceProvider } from '../../../kernel/resource-provider.ts'
import { nameOf, tagsOf, uuidOf } from './identity.ts'
import type { RecordedType } from './recorded-type.ts'

/** A web ACL for CloudFront is global, but its ARN names us-east-1. */
const webAcl: ResourceProvider = (request) => {
  const { region, accountId, inputs } = request
  const id = uuidOf(request)
  const scope = inputs.scope === 'CLOUDFRONT' ? 'global' : 'regional'
  const arn = `arn:aws:wafv2:${region}:${accountId}:${scope}/webacl/${nameOf(request)}/${id}`
  return { id, outputs: { region, arn, capacity: 0, lockToken: uuidOf(request), ...tagsOf(request) } }
}

const webAclAssociation: ResourceProvider = ({ inputs, region }) => ({
  id: `${inputs.webAclArn},${inputs.resourceArn}`,
  outputs: { region },
})

const webAclLogging: ResourceProvider = ({ inputs, region }) => ({
  id: String(inputs.resourceArn),
  outputs: { region },
})

function deliveryPart(kind: 'delivery-source' | 'delivery-destination'): ResourceProvider {
  return (request) => {
    const { region, accountId } = request
    const name = nameOf(request)
    const arn = `arn:aws:logs:${region}:${accountId}:${kind}:${name}`
    return { id: name, outputs: { region, name, arn, ...tagsOf(request) } }
  }
}

const delivery: ResourceProvider = (request) => {
  const { region, accountId } = request
  const id = request.suffix(16, 'base36')
  const arn = `arn:aws:logs:${region}:${accountId}:delivery:${id}`
  return { id, outputs: { region, arn, ...tagsOf(request) } }
}

const logResourcePolicy: ResourceProvider = ({ inputs, region }) => ({
  id: String(inputs.policyName ?? inputs.resourceArn),
  outputs: { region },
})

/** Algorithm 13 is ECDSA on P-256 with SHA-256, digest 2 is SHA-256: what Route 53 signs with. */
const signingKey: ResourceProvider = (request) => {
  const { inputs } = request
  const digest = `${request.suffix(32)}${request.suffix(64).slice(32)}`.toUpperCase()
  const keyTag = Number.parseInt(request.suffix(4), 16)
  return {
    id: `${inputs.hostedZoneId},${nameOf(request)}`,
    outputs: {
      digestAlgorithmMnemonic: 'SHA-256',
      digestAlgorithmType: 2,
      digestValue: digest,
      dsRecord: `${keyTag} 13 2 ${digest}`,
      flag: 257,
      keyTag,
      signingAlgorithmMnemonic: 'ECDSAP256SHA256',
      signingAlgorithmType: 13,
    },
  }
}

const zoneSigning: ResourceProvider = ({ inputs }) => ({ id: String(inputs.hostedZoneId), outputs: {} })

const queryLog: ResourceProvider = (request) => {
  const id = uuidOf(request)
  return { id, outputs: { arn: `arn:aws:route53:::queryloggingconfig/${id}` } }
}

const NO_FIREWALL = 'no request is inspected: a rule that would block on AWS lets everything pass here'
const NO_DELIVERY = "the edges' requests are in the world's journal, not delivered as files"
const NO_SIGNATURE = 'answers of the world are not signed, and no resolver here validates'

/** The edge, DNS, certificates and firewalls: types that have no effect here. */
export const EDGE_TYPES: Readonly<Record<string, RecordedType>> = {
  'aws:cloudwatch/logDelivery:LogDelivery': { provider: delivery, why: NO_DELIVERY },
  'aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination': {
    provider: deliveryPart('delivery-destination'),
    why: NO_DELIVERY,
  },
  'aws:cloudwatch/logDeliverySource:LogDeliverySource': {
    provider: deliveryPart('delivery-source'),
    why: NO_DELIVERY,
  },
  'aws:cloudwatch/logResourcePolicy:LogResourcePolicy': {
    provider: logResourcePolicy,
    why: 'no call is refused, so none has to be allowed',
  },
  'aws:route53/hostedZoneDnsSec:HostedZoneDnsSec': { provider: zoneSigning, why: NO_SIGNATURE },
  'aws:route53/keySigningKey:KeySigningKey': { provider: signingKey, why: NO_SIGNATURE },
  'aws:route53/queryLog:QueryLog': {
    provider: queryLog,
    why: 'questions to the DNS server are not written down',
  },
  'aws:wafv2/webAcl:WebAcl': { provider: webAcl, why: NO_FIREWALL },
  'aws:wafv2/webAclAssociation:WebAclAssociation': { provider: webAclAssociation, why: NO_FIREWALL },
  'aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration': {
    provider: webAclLogging,
    why: NO_FIREWALL,
  },
}
