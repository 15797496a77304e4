import type { Clock } from '../../../kernel/clock.ts'
import type { Switchboard, Turn } from '../model/switchboard.ts'

/** What the operations act on. */
export interface ArcControl {
  readonly switchboard: Switchboard
  readonly clock: Pick<Clock, 'now'>
  /** Called with the changes of a request, if it changed anything. */
  turned(changes: readonly Turn[]): void
}
