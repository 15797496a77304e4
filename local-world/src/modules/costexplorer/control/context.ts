import type { CostLine } from '@meridian/cost'

/** What the operations of this surface work on. */
export interface CostExplorerControl {
  /** Of the program's stack under an ordinary month's load; priced when it is first asked for. */
  lines(): readonly CostLine[]
}
