import type { RegionId } from '@meridian/topology'
import type { Heal } from '../kernel/failure.ts'
import type { AnyWorldModule, RunningModule } from '../kernel/module.ts'
import type { ControlOutages } from '../wire/outages.ts'
import type { LinkFailures } from './link-failures.ts'

/** Failure targets that belong to no module. */
export interface WorldParts {
  readonly links: LinkFailures
  readonly outages: ControlOutages
  /** Takes down what every module runs in a region; the returned heal brings it back, in the order of the table of modules. */
  loseInModules(region: RegionId): Promise<Heal>
}

/** A module of a world with what it runs; a small world has fewer modules. */
export interface StartedModule {
  readonly module: AnyWorldModule
  readonly running: RunningModule
}

/** See WorldParts. */
export async function loseInModules(modules: readonly StartedModule[], region: RegionId): Promise<Heal> {
  const heals = await Promise.all(modules.map(({ module, running }) => module.loseRegion?.(running, region)))
  return async () => {
    for (const heal of heals) await heal?.()
  }
}
