import {
  CITY_IDS,
  inCity,
  inRegion,
  isCityId,
  isRegionId,
  type Place,
  REGION_IDS,
  type RegionId,
} from '@meridian/topology'
import { FailureRefusedError } from './errors.ts'

/** Reads and validates the fields of a request; `end` refuses those that were not read. */
export class FailureFields {
  readonly #kind: string
  readonly #values: Readonly<Record<string, unknown>>
  readonly #read = new Set(['kind', 'forMs'])

  constructor(kind: string, values: Readonly<Record<string, unknown>>) {
    this.#kind = kind
    this.#values = values
  }

  region(name = 'region'): RegionId {
    const value = this.text(name, `one of ${REGION_IDS.join(', ')}`)
    if (isRegionId(value)) return value
    throw this.#refuse(name, value, `one of ${REGION_IDS.join(', ')}`)
  }

  optionalRegion(name = 'region'): RegionId | undefined {
    return this.#values[name] === undefined ? undefined : this.region(name)
  }

  /** A region or a city. */
  place(name: string): Place {
    const wanted = `a region (${REGION_IDS.join(', ')}) or a city (${CITY_IDS.join(', ')})`
    const value = this.text(name, wanted)
    if (isRegionId(value)) return inRegion(value)
    if (isCityId(value)) return inCity(value)
    throw this.#refuse(name, value, wanted)
  }

  /** One of a list of valid values. */
  oneOf(name: string, valid: readonly string[]): string {
    const wanted = `one of ${valid.join(', ') || '(there is none)'}`
    const value = this.text(name, wanted)
    if (valid.includes(value)) return value
    throw this.#refuse(name, value, wanted)
  }

  text(name: string, wanted: string): string {
    const value = this.#take(name)
    if (typeof value === 'string' && value !== '') return value
    throw this.#refuse(name, value, wanted)
  }

  /** A number of milliseconds or megabits, zero or more. */
  amount(name: string): number {
    const value = this.#take(name)
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value
    throw this.#refuse(name, value, 'a number, zero or more')
  }

  optionalAmount(name: string): number | undefined {
    return this.#values[name] === undefined ? undefined : this.amount(name)
  }

  flag(name: string): boolean {
    const value = this.#take(name) ?? false
    if (typeof value === 'boolean') return value
    throw this.#refuse(name, value, 'true or false')
  }

  /** Throws if the request has a field that its kind does not know: a misspelt one would be ignored. */
  end(): void {
    const unknown = Object.keys(this.#values).find((name) => !this.#read.has(name))
    if (unknown === undefined) return
    throw new FailureRefusedError(
      `${this.#kind} does not know the field "${unknown}"; it knows ${[...this.#read].join(', ')}`,
    )
  }

  #take(name: string): unknown {
    this.#read.add(name)
    return this.#values[name]
  }

  #refuse(name: string, value: unknown, wanted: string): FailureRefusedError {
    return new FailureRefusedError(
      `${this.#kind} was given ${name} = ${JSON.stringify(value) ?? 'nothing'}; it must be ${wanted}`,
    )
  }
}
