import type { ResourceGraph } from '@meridian/resource-graph'

/** By type, the attributes that name a program's public listeners. */
const NAMED_BY: Readonly<Record<string, readonly string[]>> = {
  'aws:acm/certificate:Certificate': ['domainName', 'subjectAlternativeNames'],
  'aws:cloudfront/distribution:Distribution': ['domainName', 'aliases'],
  'aws:lb/loadBalancer:LoadBalancer': ['dnsName'],
}
const ZONE_TYPE = 'aws:route53/zone:Zone'

/**
 * Recognizes the names of a program's public listeners: those of its distributions, load balancers and certificates, and
 * every name in its hosted zones.
 */
export function programHostNames(graph: ResourceGraph): (hostName: string) => boolean {
  const exact = new Set<string>()
  const suffixes: string[] = []
  for (const { type, inputs, outputs } of graph.nodes) {
    const values = { ...inputs, ...outputs }
    if (type === ZONE_TYPE) suffixes.push(`.${lower(values.name)}`)
    for (const name of (NAMED_BY[type] ?? []).flatMap((property) => values[property] ?? [])) {
      const text = lower(name)
      if (text.startsWith('*.')) suffixes.push(text.slice(1))
      else exact.add(text)
    }
  }
  return (hostName) => {
    const name = lower(hostName)
    return exact.has(name) || suffixes.some((suffix) => `.${name}`.endsWith(suffix) && suffix !== '.')
  }
}

const lower = (name: unknown): string => String(name).toLowerCase().replace(/\.$/, '')
