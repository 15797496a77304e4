import type { ListServicesCommandInput, ListServicesResponse } from '@aws-sdk/client-ecs'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { EcsControl } from '../context.ts'
import { clusterOf, pageOfArns } from '../lookups.ts'

/** Smaller than for other lists. Source: the API reference of ListServices. */
const PAGE_SIZE = 10

export const listServices =
  (control: EcsControl) =>
  (input: ListServicesCommandInput, { region }: WireContext): ListServicesResponse => {
    const cluster = clusterOf(control, input.cluster, region)
    const services = control.runners.filter(({ plan }) => plan.cluster.arn === cluster.arn)
    const { arns, nextToken } = pageOfArns(
      services.map(({ plan }) => plan.arn),
      input,
      PAGE_SIZE,
    )
    return { serviceArns: arns, nextToken }
  }
