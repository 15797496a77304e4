import { availableParallelism } from 'node:os'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { projectConfig } from '../vitest.base.ts'

/** A test of a world waits about half of the time, so three share two processors. */
const WORLDS_AT_ONCE = Math.min(4, Math.max(3, availableParallelism()))
/** A third world on two processors would fail a request of a release, raise an alarm or lengthen a round trip. */
const STEADY_WORLDS_AT_ONCE = Math.min(4, Math.max(2, availableParallelism()))

const FOLDERS = {
  'own world': 'test/*.test.ts',
  'shared world': 'test/shared-world/**/*.test.ts',
  'steady world': 'test/steady-world/**/*.test.ts',
  checkout: 'test/checkout/**/*.test.ts',
} as const

/** Vitest starts with the largest files, as long as it does not know how long each takes: these are small and take minutes. */
const LONG_FILES = /\/(drills|failure-schedules|demo)\.test\.ts$/

class LongFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const projects = Object.values(Object.groupBy(sorted, ({ project }) => project.name))
    return projects.flatMap((ofProject = []) => [
      ...ofProject.filter(({ moduleId }) => LONG_FILES.test(moduleId)),
      ...ofProject.filter(({ moduleId }) => !LONG_FILES.test(moduleId)),
    ])
  }
}

interface Workers {
  readonly maxWorkers?: number
  readonly isolate?: boolean
  readonly fileParallelism?: boolean
}

/** Projects inherit what `include` finds, and can only exclude from it. Tests next to the code are pure and run from the root. */
function project(name: keyof typeof FOLDERS, groupOrder: number, workers: Workers) {
  const others = Object.values(FOLDERS).filter((folder) => folder !== FOLDERS[name])
  const exclude = ['**/node_modules/**', 'src/**', ...others]
  return { extends: true as const, test: { name, exclude, sequence: { groupOrder }, ...workers } }
}

export default projectConfig({
  sequence: { sequencer: LongFilesFirst },
  projects: [
    project('own world', 0, { maxWorkers: WORLDS_AT_ONCE }),
    // Each worker has one world for all of its files.
    project('shared world', 0, { maxWorkers: WORLDS_AT_ONCE, isolate: false }),
    project('steady world', 1, { maxWorkers: STEADY_WORLDS_AT_ONCE }),
    // They start worlds in this checkout's own folder, which takes only one.
    project('checkout', 2, { fileParallelism: false }),
  ],
})
