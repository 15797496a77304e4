import type { DescribeClustersCommandInput, DescribeClustersResponse } from '@aws-sdk/client-ecs'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { EcsControl } from '../context.ts'
import { findCluster } from '../lookups.ts'
import { clusterShape } from '../shapes.ts'

/** Unknown clusters are `failures` in the response, not errors. */
export const describeClusters =
  (control: EcsControl) =>
  (input: DescribeClustersCommandInput, { region }: WireContext): DescribeClustersResponse => {
    const wanted = input.clusters?.length ? input.clusters : ['default']
    const found = wanted.map((name) => ({ name, cluster: findCluster(control, name, region) }))
    return {
      clusters: found.flatMap(({ cluster }) =>
        cluster ? [clusterShape(cluster, control.runners, input)] : [],
      ),
      failures: found.flatMap(({ name, cluster }) => (cluster ? [] : [{ arn: name, reason: 'MISSING' }])),
    }
  }
