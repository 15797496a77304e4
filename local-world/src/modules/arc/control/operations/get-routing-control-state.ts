import type {
  GetRoutingControlStateRequest,
  GetRoutingControlStateResponse,
} from '@aws-sdk/client-route53-recovery-cluster'
import type { ArcControl } from '../arc-control.ts'
import { controlOrFault } from '../faults.ts'

export const getRoutingControlState =
  ({ switchboard }: ArcControl) =>
  ({ RoutingControlArn }: GetRoutingControlStateRequest): GetRoutingControlStateResponse => {
    const { arn, name } = controlOrFault(switchboard, RoutingControlArn ?? '')
    return {
      RoutingControlArn: arn,
      RoutingControlName: name,
      RoutingControlState: switchboard.isOn(arn) ? 'On' : 'Off',
    }
  }
