import type { ResourceNode } from '@meridian/resource-graph'
import type { MemberTree } from './honoured-members.ts'

/** By type: the properties that have an effect here, and those that are taken without one. Tags are answered and need no mention. */
export type HonouredProperties = Readonly<Record<string, MemberTree>>

/** Properties of one resource that do less here than on AWS, by their paths. */
export interface UnhonouredProperties {
  /** Named nowhere: the program is refused. */
  readonly refused: readonly string[]
  /** Taken, without an effect in this world. */
  readonly ineffective: readonly string[]
}

const EVERYWHERE: MemberTree = { tags: true, tagsAll: true, region: true }

/** What of a resource's inputs its type does not honour. */
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

/** Programs write empty lists, and the provider's own `false` and empty text, where others write nothing. */
const saysNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  (typeof value === 'object' && Object.keys(value).length === 0)
