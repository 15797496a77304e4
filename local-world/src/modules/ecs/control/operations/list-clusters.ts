import type { ListClustersCommandInput, ListClustersResponse } from '@aws-sdk/client-ecs'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { EcsControl } from '../context.ts'

export const listClusters =
  ({ plan }: EcsControl) =>
  (_input: ListClustersCommandInput, { region }: WireContext): ListClustersResponse => ({
    clusterArns: plan.clusters.filter((cluster) => cluster.region === region).map(({ arn }) => arn),
  })
