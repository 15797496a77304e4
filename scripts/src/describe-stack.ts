import { whileShown } from '@meridian/operator-tools'
import { loadGraph, type ResourceGraph } from '@meridian/resource-graph'

/** The program's resource graph for a stack; prints progress, as it takes some seconds. */
export function describeStack(stack: string): Promise<ResourceGraph> {
  return whileShown(`running the program, stack ${stack}`, () => loadGraph(stack))
}
