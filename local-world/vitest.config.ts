import { availableParallelism } from 'node:os'
import { projectConfig } from '../vitest.base.ts'

/** Half of the time, these tests wait: for a server that starts, a rebuild, a time-out. */
const LEAST_WORKERS = 3

export default projectConfig({ maxWorkers: Math.max(LEAST_WORKERS, availableParallelism() - 1) })
