import type {
  UpdateRoutingControlStatesRequest,
  UpdateRoutingControlStatesResponse,
} from '@aws-sdk/client-route53-recovery-cluster'
import type { ArcControl } from '../context.ts'
import { turnControls } from '../turn-controls.ts'

/** Turns several controls in one transaction: safety rules check the states after all of it. */
export const updateRoutingControlStates =
  (control: ArcControl) =>
  ({
    UpdateRoutingControlStateEntries,
    SafetyRulesToOverride,
  }: UpdateRoutingControlStatesRequest): UpdateRoutingControlStatesResponse => {
    turnControls(control, UpdateRoutingControlStateEntries ?? [], SafetyRulesToOverride ?? [])
    return {}
  }
