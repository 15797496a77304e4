import { type EntryPoint, type TargetDescription, takesAwsTimes } from '@meridian/operator-tools'
import type { LoadRates } from './load/load-plan.ts'
import type { Scene } from './scene.ts'

/** What a drill promises beforehand; a figure above it fails the drill. */
export interface DrillTargets {
  /** The most acknowledged writes that may be gone; undefined: any number, each named. */
  readonly lostWrites?: number
  /** No write may be gone that was acknowledged before this phase began, but for those still on their way to other regions. */
  readonly lostOnlySince?: string
  readonly rpoSeconds?: number
  /** From the last injected failure to the first alarm, failed health check, DNS answer or edge that tells of it. */
  readonly detectedWithinMs?: number
  /** From the operator's call to the first write that the new writer accepted. */
  readonly rtoMs?: number
  readonly longestWriteGapMs: number
  /** The same for the visitors of one city, who write through its edge. */
  readonly longestVisitorGapMs?: number
  /** Attempts that were not answered well; the visitor tried again. */
  readonly failedWrites?: number
  readonly failedReads: number
  /** Reads that may be refused rather than answered with something older than the visitor's last write; 0 by default. */
  readonly refusedReads?: number
  /** Leads that were never stored, however often the visitor tried. */
  readonly unstoredWrites: number
}

/** A story with a verdict: load, something that goes wrong, what an operator does, and what must hold. */
export interface Drill {
  readonly name: string
  readonly title: string
  /** What happens, in sentences. */
  readonly story: readonly string[]
  readonly targets: DrillTargets
  /** What differs where changes take the minutes that they take on AWS. */
  readonly targetsAtAwsPace?: Partial<DrillTargets>
  /** Ways in that the drill itself closes: who uses them is no visitor. */
  readonly excused?: readonly EntryPoint[]
  /** Drills that break nothing run on AWS as well. */
  readonly injectsFailures: boolean
  readonly rates?: Partial<LoadRates>
  act(scene: Scene): Promise<void>
}

/** What a drill promises on this target. */
export const targetsOn = (
  target: Pick<TargetDescription, 'name' | 'pace'>,
  { targets, targetsAtAwsPace }: Drill,
): DrillTargets => (takesAwsTimes(target) ? { ...targets, ...targetsAtAwsPace } : targets)
