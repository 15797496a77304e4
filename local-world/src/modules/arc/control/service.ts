// ARC's data plane, which turns routing controls on and off.
// Not implemented: gating rules, the control plane (the program declares controls), sharing with other accounts.
// Deliberately different: one endpoint instead of five in as many regions; requests signed for any region are accepted.
// Client quirk: without an endpoint setting they call one of the cluster's own endpoints, a different one each time.
import type { WireOperation, WireService } from '../../../kernel/wire-service.ts'
import type { ArcControl } from './context.ts'
import { HONOURED } from './honoured.ts'
import { getRoutingControlState } from './operations/get-routing-control-state.ts'
import { listRoutingControls } from './operations/list-routing-controls.ts'
import { updateRoutingControlState } from './operations/update-routing-control-state.ts'
import { updateRoutingControlStates } from './operations/update-routing-control-states.ts'

/** Regional, unlike Route 53: losing a region takes its endpoint down, and the others answer. */
export function createArcControl(control: ArcControl): WireService {
  return {
    scope: 'route53-recovery-cluster',
    protocol: 'json',
    jsonVersion: '1.0',
    namespace: '',
    schemas: () => import('@aws-sdk/client-route53-recovery-cluster') as Promise<Record<string, unknown>>,
    honoured: HONOURED,
    operations: {
      GetRoutingControlState: getRoutingControlState(control),
      ListRoutingControls: listRoutingControls(control),
      UpdateRoutingControlState: updateRoutingControlState(control),
      UpdateRoutingControlStates: updateRoutingControlStates(control),
    } satisfies Record<string, WireOperation>,
  }
}
