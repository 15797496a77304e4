import type { ResourceNode } from '@meridian/resource-graph'
import type { MemberTree } from './honoured-members.ts'

/** By type: the properties that have an effect here, and those accepted without one. Tags are always returned and not listed. */
export type HonouredProperties = Readonly<Record<string, MemberTree>>

/** Properties of one resource that do less here than on AWS, by their paths. */
export interface UnhonouredProperties {
  /** Not listed at all: the program is refused. */
  readonly refused: readonly string[]
  /** Accepted, without effect in this world. */
  readonly ineffective: readonly string[]
}

const EVERYWHERE: MemberTree = { tags: true, tagsAll: true, region: true }

/** The inputs of a resource that its type does not honour. */
export function unhonouredProperties({ inputs }: ResourceNode, honoured: MemberTree): UnhonouredProperties {
  const found = { refused: [] as string[], ineffective: [] as string[] }
  look(inputs, { ...honoured, ...EVERYWHERE }, '')
  return { refused: [...new Set(found.refused)], ineffective: [...new Set(found.ineffective)] }

  function look(values: object, tree: MemberTree, path: string): void {
    for (const [name, value] of Object.entries(values)) {
      if (saysNothing(value)) continue
      const parts = Object.hasOwn(tree, name) ? tree[name] : undefined
      if (parts === undefined) found.refused.push(path + name)
      else if (parts === 'no effect') found.ineffective.push(path + name)
      else if (typeof parts === 'object')
        for (const block of [value].flat())
          if (typeof block === 'object' && block !== null) look(block as object, parts, `${path}${name}.`)
    }
  }
}

/** An empty list, `false` or an empty text (the provider's defaults) means the same as an absent property. */
const saysNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  (typeof value === 'object' && Object.keys(value).length === 0)
