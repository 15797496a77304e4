import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { copyOfRepository, edit, runIn, typeErrorsIn } from './support/copy.ts'

const LONG_MS = 240_000

it(
  'a drill needs a story, an entry among the others and a rehearsal, as docs/developing.md says',
  () => {
    const folder = copyOfRepository([
      'packages',
      'scripts',
      'infra',
      // The rehearsals are compared with the program, which runs here.
      'local-world',
      'services',
      'tsconfig.json',
      'vitest.base.ts',
      'package.json',
    ])
    writeFileSync(
      join(folder, 'packages/drills/src/stories/busy-disk.ts'),
      `import type { Drill } from '../drill.ts'

export const busyDisk: Drill = {
  name: 'busy-disk',
  title: 'The disk of the writer becomes slow under load',
  story: ['Every flush of the writer takes 20 ms longer for ten seconds.'],
  targets: { lostWrites: 0, failedReads: 0, longestWriteGapMs: 1_000, unstoredWrites: 0 },
  injectsFailures: true,
  async act(scene) {
    scene.phase('the disk is slow')
    await scene.inject({ kind: 'slow-disk', instance: 'meridian-use1-1', ms: 20 })
    await scene.letRun(10_000)
  },
}
`,
    )
    const index = 'packages/drills/src/stories/index.ts'
    edit(
      folder,
      index,
      "import type { Drill } from '../drill.ts'\n",
      "import type { Drill } from '../drill.ts'\nimport { busyDisk } from './busy-disk.ts'\n",
    )
    edit(folder, index, '  killedTask,\n', '  killedTask,\n  busyDisk,\n')

    const listed = runIn(folder, '.', process.execPath, 'scripts/drill.ts', '--help')
    expect(listed.stdout).toContain('"busy-disk"')

    edit(
      folder,
      'packages/drills/src/rehearsals.ts',
      "  'planned-switchover': {",
      "  'busy-disk': { impossible: 'AWS FIS does not slow the storage of an Aurora cluster down.' },\n  'planned-switchover': {",
    )
    const complete = runIn(folder, 'scripts', 'vitest', 'run', 'test/rehearsals.test.ts', '-t', 'every drill')
    expect(complete.stderr + complete.stdout).toContain('1 passed')
    expect(complete.status).toBe(0)
    expect(typeErrorsIn(folder, 'packages/drills')).toBe('')
  },
  LONG_MS,
)
