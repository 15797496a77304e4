import type { Created, CreateRequest, ResourceProvider } from '../../kernel/resource-provider.ts'

export const ZONE_TYPE = 'aws:route53/zone:Zone'
export const RECORD_TYPE = 'aws:route53/record:Record'
export const HEALTH_CHECK_TYPE = 'aws:route53/healthCheck:HealthCheck'

/** The four top-level domains of every delegation set, with the first number of each one's range. */
const NAME_SERVER_DOMAINS = [
  ['com', 0],
  ['net', 512],
  ['org', 1024],
  ['co.uk', 1536],
] as const

function createZone(request: CreateRequest): Created {
  const id = `Z${request.suffix(20, 'upper')}`
  const nameServers = delegationSet(request.suffix(16, 'hex'))
  return {
    id,
    outputs: {
      zoneId: id,
      arn: `arn:aws:route53:::hostedzone/${id}`,
      nameServers,
      primaryNameServer: nameServers[0],
    },
  }
}

function delegationSet(hex: string): readonly string[] {
  return NAME_SERVER_DOMAINS.map(([domain, first], index) => {
    const seed = Number.parseInt(hex.slice(index * 4, index * 4 + 4), 16)
    return `ns-${first + (seed % 512)}.awsdns-${String(seed % 64).padStart(2, '0')}.${domain}`
  })
}

function createRecord({ inputs, name }: CreateRequest): Created {
  const recordName = String(inputs.name ?? name)
  const parts = [inputs.zoneId, recordName, inputs.type, inputs.setIdentifier]
  return {
    id: parts.filter((part) => part !== undefined).join('_'),
    outputs: { fqdn: recordName.replace(/\.$/, '') },
  }
}

function createHealthCheck(request: CreateRequest): Created {
  const hex = request.suffix(32, 'hex')
  const groups = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)]
  const id = groups.join('-')
  return { id, outputs: { arn: `arn:aws:route53:::healthcheck/${id}` } }
}

/** What the AWS provider would return for each Route 53 resource. */
export const ROUTE53_RESOURCES: Readonly<Record<string, ResourceProvider>> = {
  [ZONE_TYPE]: createZone,
  [RECORD_TYPE]: createRecord,
  [HEALTH_CHECK_TYPE]: createHealthCheck,
}
