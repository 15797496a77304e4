import type { MachineLoad, MachineMonitor } from '../kernel/machine-load/index.ts'
import type { LinkState, Wan } from '../kernel/wan.ts'
import type { InjectedFailure } from './injected-failure.ts'
import type { StartedModule } from './world-parts.ts'

/** The current state: each module's part, the links, this machine, and the injected failures. */
export interface WorldState extends Readonly<Record<string, unknown>> {
  readonly links: readonly (LinkState & { readonly from: string; readonly to: string })[]
  readonly machine: MachineLoad
  readonly failures: readonly InjectedFailure[]
}

/** For people and tests; a drill's checkers do not use it. */
export async function worldState(
  modules: readonly StartedModule[],
  { machine, wan }: { readonly machine: Pick<MachineMonitor, 'load'>; readonly wan: Wan },
  failures: readonly InjectedFailure[],
): Promise<WorldState> {
  const parts = await Promise.all(modules.map(({ module, running }) => module.describe?.(running)))
  return {
    ...Object.assign({}, ...parts),
    links: wan.table().map(({ from, to, state }) => ({ from, to, ...state })),
    machine: machine.load(),
    failures,
  }
}
