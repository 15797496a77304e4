import type { OutputShapes } from './output-shapes.ts'

type Members = Readonly<Record<string, unknown>>

/** Members of each shape that were seen in answers. */
export type Answered = ReadonlyMap<string, ReadonlySet<string>>

/** Collects the members of answers, shape by shape. */
export class AnsweredMembers {
  readonly #shapes: OutputShapes['shapes']
  readonly #seen = new Map<string, Set<string>>()

  constructor({ shapes }: OutputShapes) {
    this.#shapes = shapes
  }

  get seen(): Answered {
    return this.#seen
  }

  add(shape: string, value: object): void {
    const members = this.#shapes[shape]
    if (!members) throw new Error(`There is no shape ${shape}`)
    const seen = this.#seen.get(shape) ?? new Set()
    this.#seen.set(shape, seen)
    for (const [name, held] of Object.entries(members)) {
      const content = (value as Members)[name]
      if (content === undefined || content === null) continue
      const parts = held === null ? [] : structuresIn(content, this.#shapes[held] ?? {})
      // An empty list of structures says nothing about their members.
      if (held !== null && parts.length === 0 && !isStream(content)) continue
      seen.add(name)
      for (const part of parts) this.add(held as string, part)
    }
  }
}

/** The structures in a member's value, which may be a list or map of them. */
function structuresIn(content: unknown, members: Members): readonly object[] {
  if (typeof content !== 'object' || content === null || isStream(content)) return []
  if (Array.isArray(content)) return content.flatMap((item) => structuresIn(item, members))
  const isMap = !Object.keys(content).some((key) => Object.hasOwn(members, key))
  const values = Object.values(content)
  return isMap && values.length > 0 ? values.flatMap((value) => structuresIn(value, members)) : [content]
}

/** Streams are covered by their own module's tests. */
const isStream = (content: unknown): boolean =>
  typeof content === 'object' && content !== null && Symbol.asyncIterator in content
