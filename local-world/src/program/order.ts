import type { ResourceNode, Urn } from '@meridian/resource-graph'

/**
 * Sorts nodes into the same order every run: a node comes after its dependencies and its parent; ties are decided by URN.
 * The order of registration is not used, because it depends on the timing of the program's promises.
 */
export function inDependencyOrder(nodes: readonly ResourceNode[]): readonly ResourceNode[] {
  const byUrn = new Map(nodes.map((node) => [node.urn, node]))
  const ordered: ResourceNode[] = []
  const visited = new Set<Urn>()
  const visit = (node: ResourceNode): void => {
    if (visited.has(node.urn)) return
    visited.add(node.urn)
    for (const urn of predecessors(node)) {
      const predecessor = byUrn.get(urn)
      if (predecessor) visit(predecessor)
    }
    ordered.push(node)
  }
  for (const urn of [...byUrn.keys()].sort()) {
    const node = byUrn.get(urn)
    if (node) visit(node)
  }
  return ordered
}

function predecessors(node: ResourceNode): readonly Urn[] {
  return node.parent === undefined ? node.dependencies : [node.parent, ...node.dependencies]
}
