import type { ResourceNode } from './resource-graph.ts'

type Values = Readonly<Record<string, unknown>>

/** Typed access to one resource's attributes, or to a nested block of them. */
export class Attributes {
  readonly #values: Values
  readonly #asked: Values

  /** `asked` supplies keys that are missing from `values`. */
  constructor(values: Values, asked: Values = {}) {
    this.#values = values
    this.#asked = asked
  }

  /** The provider's outputs, or else the program's inputs. */
  static of(node: ResourceNode): Attributes {
    // Not copied: values of a preview may be unknown, which is an error only when they are read.
    return new Attributes(node.outputs, node.inputs)
  }

  has(key: string): boolean {
    const value = this.#value(key)
    return value !== undefined && value !== null
  }

  /** Empty when absent: an id that refers to nothing is then never found. */
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

  /** All text values, whatever their keys. */
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
