// The data plane of ARC's routing controls: where people turn them.
// AWS has and this has not: gating rules, the control plane (the program describes controls), sharing with other accounts.
// On purpose different: one endpoint for all, not five in as many regions; a request signed for any region of the world is taken.
// Quirks of clients: without an endpoint setting they ask one of the cluster's own endpoints, each time another.
import type { WireOperation, WireService } from '../../../kernel/wire-service.ts'
import type { ArcControl } from './context.ts'
import { HONOURED } from './honoured.ts'
import { getRoutingControlState } from './operations/get-routing-control-state.ts'
import { listRoutingControls } from './operations/list-routing-controls.ts'
import { updateRoutingControlState } from './operations/update-routing-control-state.ts'
import { updateRoutingControlStates } from './operations/update-routing-control-states.ts'

/** It is regional, unlike Route 53: a region's loss takes its endpoint along, and the others answer. */
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
