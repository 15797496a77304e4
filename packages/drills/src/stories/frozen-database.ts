import type { Drill } from '../drill.ts'
import { WRITER } from './roles.ts'

export const frozenDatabase: Drill = {
  name: 'frozen-database',
  title: 'The writer’s server stands still',
  story: [
    'The process of the writer is frozen for two seconds: connections stay open and get no answer.',
    'Writes wait and are stored once; reads go on elsewhere.',
  ],
  targets: { lostWrites: 0, failedReads: 0, unstoredWrites: 0, longestWriteGapMs: 5_000 },
  injectsFailures: true,
  async act(scene) {
    const [writer] = await scene.instancesOf(WRITER)
    scene.phase('the writer stands still')
    const frost = await scene.inject({ kind: 'freeze-database', instance: writer ?? '' })
    await scene.letRun(2_000)
    await frost.heal()
    scene.phase('the writer goes on')
    await scene.untilWritesBy(WRITER, 30, 30_000)
    await scene.letRun(2_000)
  },
}
