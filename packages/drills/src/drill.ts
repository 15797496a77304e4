import { type EntryPoint, type TargetDescription, takesAwsTimes } from '@meridian/operator-tools'
import type { LoadRates } from './load/load-plan.ts'
import type { Scene } from './scene.ts'

/** What a drill promises; exceeding any of these figures fails the drill. */
export interface DrillTargets {
  /** The most acknowledged writes that may be lost; undefined: any number, each listed. */
  readonly lostWrites?: number
  /** Writes acknowledged before this phase began must survive, except those still being replicated to other regions. */
  readonly lostOnlySince?: string
  readonly rpoSeconds?: number
  /** From the last injected failure to the first alarm, failed health check, DNS answer or edge that reveals it. */
  readonly detectedWithinMs?: number
  /** From the operator's call to the first write that the new writer accepted. */
  readonly rtoMs?: number
  readonly longestWriteGapMs: number
  /** The same for the visitors of one city, who write through its edge. */
  readonly longestVisitorGapMs?: number
  /** Failed attempts; the visitor tried again. */
  readonly failedWrites?: number
  readonly failedReads: number
  /** Reads that may be refused rather than answered with data older than the visitor's last write; 0 by default. */
  readonly refusedReads?: number
  /** Leads that were never stored, however often the visitor tried. */
  readonly unstoredWrites: number
}

/** A story with a verdict: load, a failure, what the operator does, and what must hold. */
export interface Drill {
  readonly name: string
  readonly title: string
  /** What happens, in sentences. */
  readonly story: readonly string[]
  readonly targets: DrillTargets
  /** Overrides for targets where changes take as long as on AWS. */
  readonly targetsAtAwsPace?: Partial<DrillTargets>
  /** Entry points that the drill itself closes; their requests are not counted. */
  readonly excused?: readonly EntryPoint[]
  /** Drills that inject nothing can run on AWS too. */
  readonly injectsFailures: boolean
  readonly rates?: Partial<LoadRates>
  act(scene: Scene): Promise<void>
}

export const targetsOn = (
  target: Pick<TargetDescription, 'name' | 'pace'>,
  { targets, targetsAtAwsPace }: Drill,
): DrillTargets => (takesAwsTimes(target) ? { ...targets, ...targetsAtAwsPace } : targets)
