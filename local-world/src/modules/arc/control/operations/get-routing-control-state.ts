import type {
  GetRoutingControlStateRequest,
  GetRoutingControlStateResponse,
} from '@aws-sdk/client-route53-recovery-cluster'
import { controlOrError } from '../aws-errors.ts'
import type { ArcControl } from '../context.ts'

export const getRoutingControlState =
  ({ switchboard }: ArcControl) =>
  ({ RoutingControlArn }: GetRoutingControlStateRequest): GetRoutingControlStateResponse => {
    const { arn, name } = controlOrError(switchboard, RoutingControlArn ?? '')
    return {
      RoutingControlArn: arn,
      RoutingControlName: name,
      RoutingControlState: switchboard.isOn(arn) ? 'On' : 'Off',
    }
  }
