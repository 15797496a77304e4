import type { ListServicesCommandInput, ListServicesResponse } from '@aws-sdk/client-ecs'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { EcsControl } from '../context.ts'
import { clusterOf } from '../lookups.ts'

export const listServices =
  (control: EcsControl) =>
  (input: ListServicesCommandInput, { region }: WireContext): ListServicesResponse => {
    const cluster = clusterOf(control, input.cluster, region)
    const services = control.runners.filter(({ plan }) => plan.cluster.arn === cluster.arn)
    return { serviceArns: services.map(({ plan }) => plan.arn) }
  }
