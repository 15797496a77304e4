import type { DBInstanceMessage, DescribeDBInstancesMessage } from '@aws-sdk/client-rds'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { awsErrors } from '../aws-errors.ts'
import type { States } from '../context.ts'
import { toInstance } from '../instance-shape.ts'
import { filtered, page } from '../listing.ts'
import { isNamed } from '../lookups.ts'
import type { MemberInstance } from '../shapes.ts'

/** The instances in the request's region. */
export function describeDbInstances(states: States) {
  return (input: DescribeDBInstancesMessage, { region }: WireContext): DBInstanceMessage => {
    const id = input.DBInstanceIdentifier
    const members = states()
      .flatMap((state) =>
        [...state.instances.values()].map((instance): MemberInstance => ({ state, instance })),
      )
      .filter(({ instance }) => instance.plan.region === region)
    const named = members.filter(({ instance: { plan } }) => id === undefined || isNamed(plan, id))
    if (id !== undefined && named.length === 0) throw awsErrors.instanceNotFound(id)
    const kept = filtered(named, input.Filters, {
      'db-cluster-id': ({ state, instance: { plan } }) => [
        plan.clusterId,
        state.clusters.get(plan.clusterId)?.plan.arn ?? '',
      ],
      'db-instance-id': ({ instance }) => [instance.plan.id, instance.plan.arn],
      'dbi-resource-id': ({ instance }) => [instance.plan.resourceId],
      engine: () => ['aurora-postgresql'],
    })
    const { items, Marker } = page(kept, input)
    return { DBInstances: items.map(toInstance), Marker }
  }
}
