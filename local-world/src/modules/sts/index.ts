import type { RunningModule, WorldModule } from '../../kernel/module.ts'
import { createStsControl } from './control/service.ts'

/** Tells a client who it is, which is the first thing that tools ask an endpoint. */
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
