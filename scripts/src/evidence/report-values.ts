type Step = string | number

/** An untrusted report read from a file: a missing value, or one of the wrong type, throws. */
export class ReportValues {
  readonly #value: unknown
  readonly #place: string

  constructor(value: unknown, place: string) {
    this.#value = value
    this.#place = place
  }

  number(...path: readonly Step[]): number {
    const value = this.#at(path)
    if (typeof value !== 'number' || !Number.isFinite(value)) throw this.#mismatch(path, 'a number', value)
    return value
  }

  text(...path: readonly Step[]): string {
    const value = this.#at(path)
    if (typeof value !== 'string') throw this.#mismatch(path, 'a text', value)
    return value
  }

  list(...path: readonly Step[]): readonly ReportValues[] {
    const value = this.#at(path)
    if (!Array.isArray(value)) throw this.#mismatch(path, 'a list', value)
    return value.map((item, index) => new ReportValues(item, placeOf(this.#place, [...path, index])))
  }

  has(...path: readonly Step[]): boolean {
    return this.#at(path) !== undefined
  }

  /** Whether the value has the type of `wanted` but differs: other reports use the name for other things. */
  isOther(wanted: string | boolean, ...path: readonly Step[]): boolean {
    const value = this.#at(path)
    return typeof value === typeof wanted && value !== wanted
  }

  #at(path: readonly Step[]): unknown {
    return path.reduce<unknown>(
      (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
      this.#value,
    )
  }

  #mismatch(path: readonly Step[], wanted: string, seen: unknown): TypeError {
    return new TypeError(
      `${placeOf(this.#place, path)} is ${seen === undefined ? 'missing' : JSON.stringify(seen)}; wanted ${wanted}.`,
    )
  }
}

const placeOf = (place: string, path: readonly Step[]): string => [place, ...path].join(' > ')
