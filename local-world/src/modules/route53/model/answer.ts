import type { Source } from './location.ts'
import { isWithin } from './names.ts'
import { applicableRecords, type Chance, chooseRecord } from './routing.ts'
import type { RecordSet, Zone } from './zone.ts'

/** What answers depend on in addition to the zone. */
export interface HealthFacts {
  /** Status of a health check; an unknown id counts as healthy. */
  isCheckHealthy(healthCheckId: string): boolean
  /** EvaluateTargetHealth of an alias to something outside the zone. */
  isTargetHealthy(dnsName: string): boolean
}

/** A zone's answer to one question, before other services' names are resolved to addresses. */
export interface ZoneAnswer {
  readonly status: 'NOERROR' | 'NXDOMAIN'
  /** The zone itself has nothing of this type, perhaps at the end of a chain of CNAMEs. */
  readonly isNegative: boolean
  /** Owner names follow the chain: first the question's name, then each CNAME's target. */
  readonly records: readonly AnswerRecord[]
  /** The answer would differ for another client subnet. */
  readonly dependsOnSource: boolean
}

export interface AnswerRecord {
  readonly name: string
  readonly type: string
  /** Undefined for an alias to another service, which has its own. */
  readonly ttl: number | undefined
  readonly values: readonly string[]
  /** An AWS name that resolves to the values. */
  readonly aliasTo?: string
  /** The record set chosen at each level, outermost first. */
  readonly path: readonly RecordSet[]
}

const MAX_CHAIN = 8

export function answerFromZone(
  zone: Zone,
  name: string,
  type: string,
  source: Source,
  health: HealthFacts,
  chance?: Chance,
): ZoneAnswer {
  const evaluation = new Evaluation(zone, type, source, health, chance)
  const outcome = evaluation.follow(name)
  return { ...outcome, records: evaluation.records, dependsOnSource: evaluation.dependsOnSource }
}

class Evaluation {
  readonly records: AnswerRecord[] = []
  dependsOnSource = false
  readonly #zone: Zone
  readonly #type: string
  readonly #source: Source
  readonly #health: HealthFacts
  readonly #chance: Chance | undefined

  constructor(zone: Zone, type: string, source: Source, health: HealthFacts, chance: Chance | undefined) {
    this.#zone = zone
    this.#type = type
    this.#source = source
    this.#health = health
    this.#chance = chance
  }

  /** Adds the records of a name, following CNAMEs while they stay in the zone. The status is the last name's (RFC 6604). */
  follow(questionName: string): Pick<ZoneAnswer, 'status' | 'isNegative'> {
    let name = questionName
    for (let step = 0; step < MAX_CHAIN; step++) {
      const owner = this.#zone.owner(name)
      if (owner === undefined) return { status: 'NXDOMAIN', isNegative: true }
      const found = this.#choose(owner, this.#type, [])
      if (found) this.records.push({ ...found, name })
      if (found || this.#type === 'CNAME') return { status: 'NOERROR', isNegative: !found }
      const cname = this.#choose(owner, 'CNAME', [])
      if (!cname) return { status: 'NOERROR', isNegative: true }
      this.records.push({ ...cname, name })
      const target = cname.values[0]?.replace(/\.$/, '').toLowerCase()
      if (!target || !isWithin(target, this.#zone.name)) return { status: 'NOERROR', isNegative: false }
      name = target
    }
    return { status: 'NOERROR', isNegative: false }
  }

  /** Follows alias trees down to a record with values, or to another service's name. */
  #choose(name: string, type: string, above: readonly RecordSet[]): AnswerRecord | undefined {
    const records = this.#zone.at(name, type)
    const kind = records[0]?.policy.kind
    if (kind === 'geolocation' || kind === 'latency') this.dependsOnSource = true
    const chosen = chooseRecord(records, this.#source, (record) => this.#isHealthy(record, 0), this.#chance)
    if (!chosen || above.length >= MAX_CHAIN) return undefined
    const path = [...above, chosen]
    if (!chosen.alias) return { name, type, ttl: chosen.ttl, values: chosen.values, path }
    const target = chosen.alias.name
    if (isWithin(target, this.#zone.name)) return this.#choose(target, type, path)
    return { name, type, ttl: undefined, values: [], aliasTo: target, path }
  }

  /** Its own health check and, for an alias with EvaluateTargetHealth, its target's health: both must be healthy. */
  #isHealthy(record: RecordSet, depth: number): boolean {
    const { healthCheckId, alias } = record
    if (healthCheckId !== undefined && !this.#health.isCheckHealthy(healthCheckId)) return false
    if (!alias?.evaluateTargetHealth || depth >= MAX_CHAIN) return true
    if (!isWithin(alias.name, this.#zone.name)) return this.#health.isTargetHealthy(alias.name)
    const group = applicableRecords(this.#zone.at(alias.name, record.type), this.#source)
    return group.some((member) => this.#isHealthy(member, depth + 1))
  }
}
