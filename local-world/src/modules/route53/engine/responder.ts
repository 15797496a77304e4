import type { Answer } from 'dns-packet'
import { type AnswerRecord, answerFromZone } from '../model/answer.ts'
import type { Locate, Source } from '../model/location.ts'
import { canonicalName, isWithin } from '../model/names.ts'
import { shuffled } from '../model/routing.ts'
import { SOA_TTL, type Zone } from '../model/zone.ts'
import { zoneFor } from '../plan/plan.ts'
import { Basis, type Grounds } from './basis.ts'
import type { DnsQuery, DnsReply, Rcode } from './message.ts'
import { wireAnswer } from './rdata.ts'

/** Sources for what Route 53 does not keep itself. */
export interface ResponderSources extends Grounds {
  readonly locate: Locate
  /** Addresses of an AWS name (load balancer, database, distribution) for a client; rejects when there are none. */
  resolveService(name: string, clientSubnet: string): Promise<readonly string[]>
  /** The AWS name that a name is a CNAME of. */
  aliasOf(name: string): string | undefined
}

/** An answer for people and the control plane. */
export interface Lookup {
  readonly rcode: Rcode
  readonly isAuthoritative: boolean
  readonly records: readonly ResolvedRecord[]
  /** NODATA: no record of this type, with the zone's SOA. */
  readonly isNegative: boolean
  readonly zone: Zone | undefined
  readonly source: Source
  readonly dependsOnSource: boolean
}

export interface ResolvedRecord {
  readonly name: string
  readonly type: string
  readonly ttl: number
  readonly values: readonly string[]
  /** Set identifiers (or names) of the records chosen at each level, outermost first. */
  readonly path: readonly string[]
}

export interface Asker {
  readonly address: string
  readonly prefixLength?: number
}

const SERVICE_DOMAINS = ['amazonaws.com', 'cloudfront.net']
const DATABASE_DOMAIN = 'rds.amazonaws.com'
const DATABASE_TTL = 5
/** AWS's own TTL for load balancers and distributions. */
const SERVICE_TTL = 60

/** Answers all questions, for the DNS server, the world's resolvers and TestDNSAnswer alike. */
export class Responder {
  readonly #sources: ResponderSources

  constructor(sources: ResponderSources) {
    this.#sources = sources
  }

  async reply(query: DnsQuery, resolverAddress: string): Promise<DnsReply> {
    const refusal = refusalOf(query)
    if (refusal) return emptyReply(refusal)
    const subnet = query.edns?.clientSubnet
    const hasSubnet = subnet !== undefined && subnet.prefixLength > 0
    const asker = hasSubnet ? subnet : { address: resolverAddress }
    const basis = new Basis(this.#sources)
    const lookup = await this.lookup(query.name, query.type, asker, basis)
    const reply = toReply(lookup, query, hasSubnet ? subnet.prefixLength : 0)
    return lookup.zone ? { ...reply, basis } : reply
  }

  async lookup(
    questionName: string,
    type: string,
    asker: Asker,
    basis = new Basis(this.#sources),
  ): Promise<Lookup> {
    const name = canonicalName(questionName)
    const source = this.#sources.locate(asker.address, asker.prefixLength)
    const zone = zoneFor(this.#sources.zones(), name)
    if (!zone) return this.#lookupService(name, type, asker, source)
    const { status, records, dependsOnSource, isNegative } = answerFromZone(
      zone,
      name,
      type === 'ANY' ? 'SOA' : type,
      source,
      basis,
      basis.chance,
    )
    const resolved = records.some((record) => record.aliasTo !== undefined)
      ? await Promise.all(records.map((record) => this.#resolveAlias(record, asker, basis)))
      : records.map((record) => resolvedRecord(record, record.ttl ?? SERVICE_TTL, record.values))
    const present = resolved.filter((record) => record.values.length > 0)
    return {
      rcode: status,
      isAuthoritative: true,
      records: present.map((record) => this.#shuffled(record)),
      isNegative: isNegative || present.length === 0,
      zone,
      source,
      dependsOnSource,
    }
  }

  /** Route 53 returns the values of a record set in random order, so that clients that take the first one spread. */
  #shuffled(record: ResolvedRecord): ResolvedRecord {
    return { ...record, values: shuffled(record.values, this.#sources.chance ?? Math.random) }
  }

  async #resolveAlias(record: AnswerRecord, asker: Asker, basis: Basis): Promise<ResolvedRecord> {
    if (record.aliasTo === undefined) return resolvedRecord(record, record.ttl ?? SERVICE_TTL, record.values)
    // The world's load balancers and distributions have IPv4 addresses only: an AAAA alias is NODATA.
    const addresses =
      record.type === 'A' ? await this.#addressesOf(record.aliasTo, asker.address).catch(() => []) : []
    if (record.type === 'A') basis.found(record.aliasTo, asker.address, addresses)
    return resolvedRecord(record, serviceTtl(record.aliasTo), addresses)
  }

  /** Answers the world's AWS names as a recursive resolver would, so that `dig` can show them too. */
  async #lookupService(name: string, type: string, asker: Asker, source: Source): Promise<Lookup> {
    const common = {
      isAuthoritative: false,
      isNegative: false,
      zone: undefined,
      source,
      dependsOnSource: false,
    }
    if (!SERVICE_DOMAINS.some((domain) => isWithin(name, domain)))
      return { ...common, rcode: 'REFUSED', records: [] }
    try {
      const values = await this.#addressesOf(name, asker.address)
      const aliases = this.#aliasesFrom(name)
      const owner = aliases.at(-1)?.values[0] ?? name
      const record = { name: owner, type: 'A', ttl: serviceTtl(owner), values, path: [] }
      const dependsOnSource = isWithin(name, 'cloudfront.net')
      const asked = type === 'A' ? [record] : []
      return { ...common, dependsOnSource, rcode: 'NOERROR', records: [...aliases, ...asked] }
    } catch {
      return { ...common, rcode: 'NXDOMAIN', records: [] }
    }
  }

  /** The CNAMEs from a database's global name to its cluster, and from there to the instance. */
  #aliasesFrom(name: string): readonly ResolvedRecord[] {
    const alias = this.#sources.aliasOf(name)
    if (alias === undefined) return []
    return [
      { name, type: 'CNAME', ttl: serviceTtl(name), values: [alias], path: [] },
      ...this.#aliasesFrom(alias),
    ]
  }

  #addressesOf(name: string, clientSubnet: string): Promise<readonly string[]> {
    return this.#sources.resolveService(name, clientSubnet)
  }
}

function resolvedRecord(record: AnswerRecord, ttl: number, values: readonly string[]): ResolvedRecord {
  const path = record.path.map(({ name, setIdentifier }) => setIdentifier ?? name)
  return {
    name: record.name,
    type: record.type,
    ttl,
    values,
    path: record.aliasTo ? [...path, record.aliasTo] : path,
  }
}

/** TTL in seconds of another service's name. */
function serviceTtl(name: string): number {
  return isWithin(name, DATABASE_DOMAIN) ? DATABASE_TTL : SERVICE_TTL
}

function refusalOf(query: DnsQuery): Rcode | undefined {
  if (query.opcode !== 0) return 'NOTIMP'
  if (query.edns && query.edns.version !== 0) return 'BADVERS'
  if (query.class !== 'IN' || query.type === 'AXFR' || query.type === 'IXFR') return 'REFUSED'
  return undefined
}

export function emptyReply(rcode: Rcode): DnsReply {
  return { rcode, isAuthoritative: false, answers: [], authorities: [], scopePrefixLength: 0 }
}

function toReply(lookup: Lookup, query: DnsQuery, sourcePrefixLength: number): DnsReply {
  const answers =
    query.type === 'ANY'
      ? minimalAny(lookup, query.name)
      : lookup.records.flatMap((record, index) => wireAnswers(record, index === 0 ? query.name : record.name))
  const scope = lookup.dependsOnSource ? (lookup.source.prefixLength ?? sourcePrefixLength) : 0
  return {
    rcode: lookup.rcode,
    isAuthoritative: lookup.isAuthoritative,
    answers,
    authorities: lookup.zone ? authoritiesOf(lookup, lookup.zone, query) : [],
    scopePrefixLength: sourcePrefixLength === 0 ? 0 : scope,
  }
}

/** RFC 8482: a query for ANY gets a minimal answer. */
function minimalAny({ rcode }: Lookup, name: string): Answer[] {
  const answer = rcode === 'NOERROR' ? wireAnswer(name, 'HINFO', SOA_TTL, 'RFC8482') : undefined
  return answer ? [answer] : []
}

function wireAnswers({ type, ttl, values }: ResolvedRecord, name: string): Answer[] {
  return values.map((value) => wireAnswer(name, type, ttl, value)).filter((answer) => answer !== undefined)
}

/** The SOA with negative answers, otherwise the zone's NS records; but never a second copy. */
function authoritiesOf({ isNegative }: Lookup, zone: Zone, query: DnsQuery): Answer[] {
  if (isNegative) return apexAnswers(zone, 'SOA')
  const isTheirs = query.type === 'NS' && canonicalName(query.name) === zone.name
  return isTheirs || query.type === 'ANY' ? [] : apexAnswers(zone, 'NS')
}

const apexAnswers = (zone: Zone, type: 'NS' | 'SOA'): Answer[] =>
  zone
    .at(zone.name, type)
    .flatMap(({ values, ttl }) =>
      wireAnswers({ name: '', type, ttl: ttl ?? SOA_TTL, values, path: [] }, zone.name),
    )
