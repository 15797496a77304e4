/** Reads fields of parsed JSON and collects every problem by path, so that all can be fixed at once. */
export class FieldReader {
  readonly problems: string[] = []

  text(value: unknown, path: string): string {
    if (typeof value === 'string' && value !== '') return value
    this.#miss(value, path, 'a text')
    return ''
  }

  number(value: unknown, path: string): number {
    if (typeof value === 'number' && Number.isFinite(value)) return value
    this.#miss(value, path, 'a number')
    return 0
  }

  object(value: unknown, path: string): Readonly<Record<string, unknown>> {
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Readonly<Record<string, unknown>>
    this.#miss(value, path, 'an object')
    return {}
  }

  list<Item>(value: unknown, path: string, read: (item: unknown, path: string) => Item): readonly Item[] {
    if (Array.isArray(value)) return value.map((item, index) => read(item, `${path}[${index}]`))
    this.#miss(value, path, 'a list')
    return []
  }

  #miss(value: unknown, path: string, wanted: string): void {
    this.problems.push(
      value === undefined
        ? `${path} is missing`
        : `${path} is ${JSON.stringify(value)}: it must be ${wanted}`,
    )
  }
}
