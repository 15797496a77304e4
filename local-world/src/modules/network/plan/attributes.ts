import type { ResourceNode } from '@meridian/resource-graph'

/** An attribute as the provider answered it, else as the program asked for it. */
function attribute(node: ResourceNode, key: string): unknown {
  return node.outputs[key] ?? node.inputs[key]
}

/** Empty when absent: ids that refer to nothing are found nowhere. */
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
