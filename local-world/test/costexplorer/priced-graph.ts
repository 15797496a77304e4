import type { ResourceGraph } from '@meridian/resource-graph'
import { sampleGraph, sampleNode } from '@meridian/resource-graph/testing'

/** A key in each of two regions, and a dashboard. */
export function pricedGraph(): ResourceGraph {
  const node = (type: string, name: string, region: string) =>
    sampleNode({ type, name, id: name, region: region as never })
  return sampleGraph([
    node('aws:kms/key:Key', 'east', 'us-east-1'),
    node('aws:kms/key:Key', 'west', 'us-west-2'),
    node('aws:cloudwatch/dashboard:Dashboard', 'overview', 'us-east-1'),
  ])
}
