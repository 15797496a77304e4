import type {
  GetRoutingControlStateRequest,
  ListRoutingControlsRequest,
  UpdateRoutingControlStateRequest,
  UpdateRoutingControlStatesRequest,
} from '@aws-sdk/client-route53-recovery-cluster'
import { honours, type MemberTree } from '../../../kernel/honoured-members.ts'

/** Members that each operation honours; any other that is set is refused by name. */
export const HONOURED: Readonly<Record<string, MemberTree>> = {
  GetRoutingControlState: honours<GetRoutingControlStateRequest>({ RoutingControlArn: true }),
  ListRoutingControls: honours<ListRoutingControlsRequest>({
    ControlPanelArn: true,
    NextToken: true,
    MaxResults: true,
  }),
  UpdateRoutingControlState: honours<UpdateRoutingControlStateRequest>({
    RoutingControlArn: true,
    RoutingControlState: true,
    SafetyRulesToOverride: true,
  }),
  UpdateRoutingControlStates: honours<UpdateRoutingControlStatesRequest>({
    UpdateRoutingControlStateEntries: true,
    SafetyRulesToOverride: true,
  }),
}
