import { whileShown } from '@meridian/operator-tools'
import { loadGraph, type ResourceGraph } from '@meridian/resource-graph'

/** What the program describes for a stack; says that it is running, which takes some seconds. */
export function describeStack(stack: string): Promise<ResourceGraph> {
  return whileShown(`running the program, stack ${stack}`, () => loadGraph(stack))
}
