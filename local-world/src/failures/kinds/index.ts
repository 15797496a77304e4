import type { FailureKind } from '../../kernel/failure.ts'
import type { WorldParts } from '../world-parts.ts'
import { breakControlPlane } from './break-control-plane.ts'
import { cutLink } from './cut-link.ts'
import { isolateRegion } from './isolate-region.ts'
import { loseRegion } from './lose-region.ts'
import { slowLink } from './slow-link.ts'

/** Failures between and around the modules; each module offers its own. */
export const WORLD_FAILURES: readonly FailureKind<WorldParts>[] = [
  loseRegion,
  isolateRegion,
  cutLink,
  slowLink,
  breakControlPlane,
]
