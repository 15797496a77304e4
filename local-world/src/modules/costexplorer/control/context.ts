import type { CostLine } from '@meridian/cost'

/** Dependencies of this control plane's operations. */
export interface CostExplorerControl {
  /** For the program's stack under an ordinary month's load; priced on first use. */
  lines(): readonly CostLine[]
}
