import { availableParallelism } from 'node:os'
import { projectConfig } from '../vitest.base.ts'

/** The last project to run, and half of the time its tests wait for commands. */
const LEAST_WORKERS = 3

export default projectConfig({ maxWorkers: Math.max(LEAST_WORKERS, availableParallelism() - 1) })
