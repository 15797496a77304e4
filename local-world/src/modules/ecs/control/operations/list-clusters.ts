import type { ListClustersCommandInput, ListClustersResponse } from '@aws-sdk/client-ecs'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { EcsControl } from '../context.ts'
import { pageOfArns } from '../lookups.ts'

export const listClusters =
  ({ plan }: EcsControl) =>
  (input: ListClustersCommandInput, { region }: WireContext): ListClustersResponse => {
    const here = plan.clusters.filter((cluster) => cluster.region === region)
    const { arns, nextToken } = pageOfArns(
      here.map(({ arn }) => arn),
      input,
    )
    return { clusterArns: arns, nextToken }
  }
