import type { FaultKind } from '../failure.ts'
import { breakControlPlane } from './break-control-plane.ts'
import { cutLink } from './cut-link.ts'
import { delayReplication } from './delay-replication.ts'
import { freezeDatabase } from './freeze-database.ts'
import { freezeTask } from './freeze-task.ts'
import { isolateRegion } from './isolate-region.ts'
import { killDatabase } from './kill-database.ts'
import { killTask } from './kill-task.ts'
import { loseRegion } from './lose-region.ts'
import { pauseReplication } from './pause-replication.ts'
import { slowDisk } from './slow-disk.ts'
import { slowLink } from './slow-link.ts'

/** Everything that can be made to go wrong. */
export const FAULT_KINDS: readonly FaultKind[] = [
  killTask,
  freezeTask,
  killDatabase,
  freezeDatabase,
  slowDisk,
  pauseReplication,
  delayReplication,
  loseRegion,
  isolateRegion,
  cutLink,
  slowLink,
  breakControlPlane,
]
