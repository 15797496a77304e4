import type { RunningModule, WorldModule } from '../../kernel/module.ts'
import { RECORDED, recordedInvokes } from './resources.ts'

/** Resources that have no effect here, but whose ids and outputs others reference. */
export const recorded: WorldModule<undefined, RunningModule> = {
  name: 'recorded',
  resources: Object.fromEntries(Object.entries(RECORDED).map(([type, { provider }]) => [type, provider])),
  invokes: recordedInvokes,
  needs: [],
  plan: () => undefined,
  start: async () => ({ addresses: () => [], [Symbol.asyncDispose]: async () => {} }),
}
