import { geographyProblem } from './geography.ts'
import { nameProblem, valueProblem } from './record-values.ts'
import type { RecordSet } from './zone.ts'

const MOST_TTL_SECONDS = 2_147_483_647
const MOST_VALUES = 400
const MOST_WEIGHT = 255
const MOST_VALUE_CHARACTERS = 4_000
/** Record types that the local world's name servers serve. */
export const SERVED_TYPES = ['A', 'AAAA', 'CAA', 'CNAME', 'MX', 'NS', 'PTR', 'SOA', 'SPF', 'SRV', 'TXT']
/** Types whose record sets have a single value. */
const SINGLE_VALUED = ['CNAME', 'SOA']

/** What makes a request for a record set invalid before its zone is read; undefined if nothing does. */
export function requestProblem({ name, policy, setIdentifier, type }: RecordSet): string | undefined {
  const isSimple = policy.kind === 'simple'
  if (!isSimple && !setIdentifier)
    return `Missing field 'SetIdentifier' in Change with [Name=${name}., Type=${type}]`
  if (isSimple && setIdentifier !== undefined)
    return `Expected exactly one of [Weight, Region, Failover, GeoLocation, or MultiValueAnswer], but found none in Change with [Name=${name}., Type=${type}, SetIdentifier=${setIdentifier}]`
  return policy.kind === 'geolocation' ? geographyProblem(policy.match) : undefined
}

/** Every problem of one record set by itself, whatever else is in its zone. */
export function recordProblems(record: RecordSet): readonly string[] {
  const { alias, name, policy, ttl, type, values } = record
  return [...problems()]

  function* problems(): Generator<string> {
    const inName = nameProblem(name)
    if (inName) yield `FATAL problem: ${inName} encountered with '${name}'`
    if (!SERVED_TYPES.includes(type)) yield `record type "${type}" is not one of ${SERVED_TYPES.join(', ')}`
    if (ttl !== undefined && !(Number.isInteger(ttl) && ttl >= 0 && ttl <= MOST_TTL_SECONDS))
      yield `TTL ${ttl} is not from 0 to ${MOST_TTL_SECONDS}`
    if (alias && nameProblem(alias.name)) yield `the alias target "${alias.name}" is not a domain name`
    if (alias && (type === 'NS' || type === 'SOA')) yield `a record of type ${type} can not be an alias`
    yield* valueProblems()
    if (
      policy.kind === 'weighted' &&
      !(Number.isInteger(policy.weight) && policy.weight >= 0 && policy.weight <= MOST_WEIGHT)
    )
      yield `weight ${policy.weight} is not from 0 to ${MOST_WEIGHT}`
  }

  function* valueProblems(): Generator<string> {
    if (values.length > MOST_VALUES)
      yield `RRSet with DNS name ${name}., type ${type} has ${values.length} values; at most ${MOST_VALUES} are allowed`
    if (SINGLE_VALUED.includes(type) && values.length > 1)
      yield `RRSet with DNS name ${name}., type ${type} has ${values.length} values; a ${type} record has one`
    for (const [at, value] of values.entries()) {
      if (value.length > MOST_VALUE_CHARACTERS)
        yield `a value has ${value.length} characters; at most ${MOST_VALUE_CHARACTERS} are allowed`
      if (values.indexOf(value) < at) yield `Duplicate Resource Record: '${value}'`
      const problem = valueProblem(type, value)
      if (problem) yield problem
    }
  }
}

/** How two record sets of one name and type conflict; undefined if they can coexist. */
export function pairProblem(record: RecordSet, other: RecordSet): string | undefined {
  const [left, right] = [record.policy, other.policy]
  if (left.kind !== right.kind || left.kind === 'simple')
    return `RRSet with DNS name ${record.name}., type ${record.type} cannot be created as other RRSets exist with the same name and type.`
  const same = sameCase(left, right)
  return (
    same &&
    `RRSet with DNS name ${record.name}., type ${record.type}, SetIdentifier ${record.setIdentifier} cannot be created as the RRSet with SetIdentifier ${other.setIdentifier} has the same ${same}.`
  )
}

type Policy = RecordSet['policy']

/** What two policies of one kind both claim; weights may be equal. */
function sameCase(left: Policy, right: Policy): string | undefined {
  if (left.kind === 'failover' && right.kind === 'failover' && left.role === right.role)
    return `failover role ${left.role}`
  if (left.kind === 'latency' && right.kind === 'latency' && left.region === right.region)
    return `region ${left.region}`
  if (left.kind !== 'geolocation' || right.kind !== 'geolocation') return undefined
  const [one, two] = [placeOf(left.match), placeOf(right.match)]
  return one === two ? `location ${one}` : undefined
}

const placeOf = ({ continent, country, subdivision }: Extract<Policy, { kind: 'geolocation' }>['match']) =>
  [continent, country, subdivision].filter((part) => part !== undefined).join('/')
