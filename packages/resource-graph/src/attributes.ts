import type { ResourceNode } from './resource-graph.ts'

/** One resource's attributes, or a nested block of them, read with the types that a plan wants. */
export class Attributes {
  readonly #values: Readonly<Record<string, unknown>>

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values
  }

  /** As the provider answered them, else as the program asked. */
  static of(node: ResourceNode): Attributes {
    return new Attributes({ ...node.inputs, ...node.outputs })
  }

  has(key: string): boolean {
    return this.#values[key] !== undefined && this.#values[key] !== null
  }

  /** Empty when absent: ids that refer to nothing are found nowhere. */
  text(key: string, fallback = ''): string {
    const value = this.#values[key]
    if (typeof value === 'string') return value
    return typeof value === 'number' ? String(value) : fallback
  }

  number(key: string, fallback: number): number {
    const value = this.#values[key]
    if (typeof value === 'number') return value
    return typeof value === 'string' && value.trim() !== '' ? Number(value) : fallback
  }

  boolean(key: string, fallback = false): boolean {
    const value = this.#values[key]
    return typeof value === 'boolean' ? value : fallback
  }

  texts(key: string): readonly string[] {
    const value = this.#values[key]
    return Array.isArray(value) ? value.map(String) : []
  }

  /** A nested block; empty when absent. */
  block(key: string): Attributes {
    const value = this.#values[key]
    return new Attributes(isRecord(value) ? value : {})
  }

  blocks(key: string): readonly Attributes[] {
    const value = this.#values[key]
    return Array.isArray(value) ? value.filter(isRecord).map((block) => new Attributes(block)) : []
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
