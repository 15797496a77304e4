import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { ResourceGraph } from '@meridian/resource-graph'
import { onTestFinished } from 'vitest'
import { type Clock, createRealClock } from '../../src/kernel/clock.ts'
import { createJournal } from '../../src/kernel/journal.ts'
import type { RunningModule, World } from '../../src/kernel/module.ts'
import { createSettings, type WorldSettings } from '../../src/kernel/settings.ts'
import { createTrust } from '../../src/kernel/trust/trust.ts'

interface TestWorldOptions {
  readonly graph: ResourceGraph
  readonly clock?: Clock
  /** For limits; defaults to the clock itself, as on a quiet machine. */
  readonly patientClock?: Clock
  readonly settings?: Partial<WorldSettings>
  /** Already running modules by name. */
  readonly running?: Readonly<Record<string, RunningModule>>
}

/** A world that contains only what a test puts there; its folder is deleted with the test. */
export function createTestWorld(options: TestWorldOptions): World {
  const { graph, clock = createRealClock(), settings = {}, running = {} } = options
  const { patientClock = clock } = options
  const folder = mkdtempSync(join(tmpdir(), 'meridian-world-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return {
    graph,
    clock,
    patientClock,
    settings: createSettings({ timeScale: 0.01, ...settings }),
    journal: createJournal(clock),
    wan: undefined as never,
    certificates: { certificateFile: join(folder, 'ca.pem'), issue: () => Promise.reject(new Error('none')) },
    trust: createTrust(),
    folders: { run: folder, cache: join(folder, 'cache') },
    repositoryRoot: resolve(import.meta.dirname, '../../..'),
    progress: () => {},
    running(module) {
      const found = running[module.name]
      if (!found) throw new Error(`This test runs no module "${module.name}"`)
      return found as never
    },
  }
}
