import { onTestFinished } from 'vitest'
import { createManualClock } from '../../../../src/kernel/clock.ts'
import { startArc } from '../../../../src/modules/arc/engine/start.ts'
import { planArc } from '../../../../src/modules/arc/plan/plan.ts'
import { controlArn, PANEL, switchedGraph, WAIT_MS } from '../../../arc/switched-program.ts'
import { createStandIns } from '../../../route53/stand-ins.ts'
import type { Scene } from '../scene.ts'

export async function route53RecoveryCluster(): Promise<Scene> {
  const { world } = createStandIns()
  const clock = createManualClock()
  const running = startArc(planArc(switchedGraph()), { ...world, clock })
  onTestFinished(() => running[Symbol.asyncDispose]())
  const RoutingControlArn = controlArn('us-east-1')
  return {
    service: running.control!,
    async play(call) {
      await call('ListRoutingControls', { ControlPanelArn: PANEL, MaxResults: 1 })
      await call('UpdateRoutingControlState', { RoutingControlArn, RoutingControlState: 'On' })
      await clock.advance(WAIT_MS)
      await call('UpdateRoutingControlStates', {
        UpdateRoutingControlStateEntries: [
          { RoutingControlArn: controlArn('us-west-2'), RoutingControlState: 'On' },
        ],
      })
      await call('GetRoutingControlState', { RoutingControlArn })
    },
  }
}
