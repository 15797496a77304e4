import type { ResourceNode } from './resource-graph.ts'

type Values = Readonly<Record<string, unknown>>

/** One resource's attributes, or a nested block of them, read with the types that a plan wants. */
export class Attributes {
  readonly #values: Values
  readonly #asked: Values

  /** `asked` holds what `values` does not say. */
  constructor(values: Values, asked: Values = {}) {
    this.#values = values
    this.#asked = asked
  }

  /** As the provider answered them, else as the program asked. */
  static of(node: ResourceNode): Attributes {
    // Not copied: values of a preview may be unknown, which is an error only for those who read them.
    return new Attributes(node.outputs, node.inputs)
  }

  has(key: string): boolean {
    const value = this.#value(key)
    return value !== undefined && value !== null
  }

  /** Empty when absent: ids that refer to nothing are found nowhere. */
  text(key: string, fallback = ''): string {
    const value = this.#value(key)
    if (typeof value === 'string') return value
    return typeof value === 'number' ? String(value) : fallback
  }

  number(key: string, fallback: number): number {
    const value = this.#value(key)
    if (typeof value === 'number') return value
    return typeof value === 'string' && value.trim() !== '' ? Number(value) : fallback
  }

  boolean(key: string, fallback = false): boolean {
    const value = this.#value(key)
    return typeof value === 'boolean' ? value : fallback
  }

  texts(key: string): readonly string[] {
    const value = this.#value(key)
    return Array.isArray(value) ? value.map(String) : []
  }

  /** Every text of a map, whatever its keys are. */
  values(): readonly string[] {
    return Object.values({ ...this.#asked, ...this.#values }).filter((value) => typeof value === 'string')
  }

  /** A nested block; empty when absent. */
  block(key: string): Attributes {
    const value = this.#value(key)
    return new Attributes(isRecord(value) ? value : {})
  }

  blocks(key: string): readonly Attributes[] {
    const value = this.#value(key)
    return Array.isArray(value) ? value.filter(isRecord).map((block) => new Attributes(block)) : []
  }

  #value(key: string): unknown {
    return key in this.#values ? this.#values[key] : this.#asked[key]
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
