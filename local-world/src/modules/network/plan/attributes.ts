import type { ResourceNode } from '@meridian/resource-graph'

/** An attribute from the provider's outputs, or else from the program's inputs. */
function attribute(node: ResourceNode, key: string): unknown {
  return node.outputs[key] ?? node.inputs[key]
}

/** Empty when absent: such an id matches nothing. */
export function text(node: ResourceNode, key: string): string {
  const value = attribute(node, key)
  return typeof value === 'string' ? value : ''
}

export function boolean(node: ResourceNode, key: string): boolean {
  return attribute(node, key) === true
}

export function records(node: ResourceNode, key: string): readonly Readonly<Record<string, unknown>>[] {
  const value = attribute(node, key)
  return Array.isArray(value) ? value : []
}

export function byId<Item extends { readonly id: string }>(
  items: readonly Item[],
): ReadonlyMap<string, Item> {
  return new Map(items.map((item) => [item.id, item]))
}
