import { isDeepStrictEqual } from 'node:util'
import { isWithin } from './names.ts'
import { pairProblem, recordProblems } from './record-rules.ts'
import type { RecordSet, Zone } from './zone.ts'

export interface Change {
  readonly action: 'CREATE' | 'DELETE' | 'UPSERT'
  readonly record: RecordSet
}

/** One or more changes of a batch cannot be made; in AWS's wording. */
export class InvalidChangeError extends Error {
  constructor(messages: readonly string[]) {
    super(`[${messages.join(', ')}]`)
    this.name = 'InvalidChangeError'
  }
}

/** AWS's quota per hosted zone. */
export const MOST_RECORDS = 10_000

/** Makes all changes or none: returns the new zone, or throws InvalidChangeError with every problem. */
export function changedZone(zone: Zone, changes: readonly Change[]): Zone {
  const twice = madeTwice(changes)
  if (twice.length > 0) throw new InvalidChangeError(twice.map(invalidSet))
  const problems: string[] = []
  let records = zone.records
  for (const change of changes) {
    const ofRecord = change.action === 'DELETE' ? [] : recordProblems(change.record)
    problems.push(...ofRecord)
    if (ofRecord.length > 0) continue
    const result = applyChange(zone, records, change)
    if (typeof result === 'string') problems.push(result)
    else records = result
  }
  problems.push(...missingApex(zone, records))
  if (records.length > MOST_RECORDS) problems.push(`Number of records limit of ${MOST_RECORDS} exceeded.`)
  if (problems.length > 0) throw new InvalidChangeError(problems)
  return zone.withRecords(records)
}

/** Without its SOA a zone has no negative answers; without its NS set, no delegation. */
function* missingApex({ name: apex }: Zone, records: readonly RecordSet[]): Generator<string> {
  const has = (type: string) => records.some((record) => record.name === apex && record.type === type)
  if (!has('SOA')) yield 'A HostedZone must contain exactly one SOA record.'
  if (!has('NS')) yield 'A HostedZone must contain at least one NS record for the zone itself.'
}

/** Record sets that a batch creates more than once; deleting one and creating it counts as one creation. */
function madeTwice(changes: readonly Change[]): readonly RecordSet[] {
  const made = changes.filter(({ action }) => action !== 'DELETE').map(({ record }) => record)
  return made.filter((record, index) => made.findIndex((other) => isSameKey(other, record)) < index)
}

const invalidSet = ({ name, type }: RecordSet): string =>
  `The request contains an invalid set of changes for a resource record set '${type} ${name}.'`

function applyChange(zone: Zone, records: readonly RecordSet[], { action, record }: Change) {
  const described = describe(record)
  if (!isWithin(record.name, zone.name))
    return `RRSet with DNS name ${record.name}. is not permitted in zone ${zone.name}.`
  const existing = records.find((candidate) => isSameKey(candidate, record))
  if (action === 'DELETE') return deleted(records, existing, record)
  if (action === 'CREATE' && existing)
    return `Tried to create resource record set ${described} but it already exists`
  const others = records.filter((candidate) => candidate !== existing)
  return conflictOf(zone, others, record) ?? [...others, record]
}

/** A deletion must give every value exactly. */
function deleted(records: readonly RecordSet[], existing: RecordSet | undefined, record: RecordSet) {
  if (!existing) return `Tried to delete resource record set ${describe(record)} but it was not found`
  if (!isDeepStrictEqual(existing, record))
    return `Tried to delete resource record set ${describe(record)} but the values provided do not match the current values`
  return records.filter((candidate) => candidate !== existing)
}

function conflictOf(zone: Zone, others: readonly RecordSet[], record: RecordSet): string | undefined {
  const siblings = others.filter(({ name }) => name === record.name)
  const isApex = record.name === zone.name
  if (record.type === 'CNAME' && isApex)
    return `RRSet of type CNAME with DNS name ${record.name}. is not permitted at apex in zone ${zone.name}.`
  if (record.type === 'SOA' && !isApex)
    return `RRSet of type SOA with DNS name ${record.name}. is only permitted at apex in zone ${zone.name}.`
  if (siblings.some(({ type }) => (type === 'CNAME') !== (record.type === 'CNAME')))
    return `RRSet of type ${record.type} with DNS name ${record.name}. is not permitted as it conflicts with other records with the same DNS name in zone ${zone.name}.`
  const twins = siblings.filter(({ type }) => type === record.type)
  for (const twin of twins) {
    const problem = pairProblem(record, twin)
    if (problem) return problem
  }
  const target = record.alias
  if (!target || target.zoneId !== zone.id) return undefined
  const tried = `Tried to create an alias that targets ${target.name}., type ${record.type} in zone ${zone.id}, but`
  if (!isWithin(target.name, zone.name))
    return `${tried} the alias target name does not lie within the target zone`
  const exists = others.some(({ name, type }) => name === target.name && type === record.type)
  return exists ? undefined : `${tried} that target was not found`
}

function isSameKey(left: RecordSet, right: RecordSet): boolean {
  return left.name === right.name && left.type === right.type && left.setIdentifier === right.setIdentifier
}

function describe({ name, type, setIdentifier }: RecordSet): string {
  const identifier = setIdentifier === undefined ? '' : `, set identifier='${setIdentifier}'`
  return `[name='${name}.', type='${type}'${identifier}]`
}
