import type {
  UpdateRoutingControlStateRequest,
  UpdateRoutingControlStateResponse,
} from '@aws-sdk/client-route53-recovery-cluster'
import type { ArcControl } from '../context.ts'
import { turnControls } from '../turn-controls.ts'

/** Turns one control on or off, unless a safety rule refuses. */
export const updateRoutingControlState =
  (control: ArcControl) =>
  ({
    SafetyRulesToOverride,
    ...entry
  }: UpdateRoutingControlStateRequest): UpdateRoutingControlStateResponse => {
    turnControls(control, [entry], SafetyRulesToOverride ?? [])
    return {}
  }
