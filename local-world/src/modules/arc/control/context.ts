import type { Clock } from '../../../kernel/clock.ts'
import type { Switchboard, Turn } from '../model/switchboard.ts'

/** What the operations act on. */
export interface ArcControl {
  readonly switchboard: Switchboard
  readonly clock: Pick<Clock, 'now'>
  /** Called with what a request changed, when it changed something. */
  turned(changes: readonly Turn[]): void
}
