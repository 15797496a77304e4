import type { Drill } from '../drill.ts'
import { cascade } from './cascade.ts'
import { commitAnswersLost } from './commit-answers-lost.ts'
import { controlPlaneBroken } from './control-plane-broken.ts'
import { failoverDuringDeployment } from './failover-during-deployment.ts'
import { frozenDatabase } from './frozen-database.ts'
import { isolatedPrimary } from './isolated-primary.ts'
import { isolatedPrimaryRestarts } from './isolated-primary-restarts.ts'
import { killedTask } from './killed-task.ts'
import { loadBalancerLost } from './load-balancer-lost.ts'
import { plannedSwitchover } from './planned-switchover.ts'
import { regionLoss } from './region-loss.ts'
import { replicationPaused } from './replication-paused.ts'
import { seoulCut } from './seoul-cut.ts'
import { slowLink } from './slow-link.ts'
import { twoRegionsLost } from './two-regions-lost.ts'

/** Every drill by its name, the mildest first. */
export const DRILLS: readonly Drill[] = [
  plannedSwitchover,
  killedTask,
  slowLink,
  replicationPaused,
  commitAnswersLost,
  loadBalancerLost,
  seoulCut,
  frozenDatabase,
  controlPlaneBroken,
  regionLoss,
  isolatedPrimary,
  isolatedPrimaryRestarts,
  failoverDuringDeployment,
  cascade,
  twoRegionsLost,
]

export function findDrill(name: string): Drill | undefined {
  return DRILLS.find((drill) => drill.name === name)
}
