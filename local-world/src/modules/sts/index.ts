import type { RunningModule, WorldModule } from '../../kernel/module.ts'
import { createStsControl } from './control/service.ts'

/** Tells a client its identity, which tools usually request first. */
export const sts: WorldModule<undefined, RunningModule> = {
  name: 'sts',
  resources: {},
  needs: [],
  plan: () => undefined,
  start: async (_, world) => ({
    control: createStsControl(world),
    addresses: () => [],
    [Symbol.asyncDispose]: async () => {},
  }),
}
