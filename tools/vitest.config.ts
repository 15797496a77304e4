import { projectConfig, WORKERS_THAT_WAIT } from '../vitest.base.ts'

// It is the last project to run, so no other uses the second processor.
export default projectConfig({ maxWorkers: WORKERS_THAT_WAIT })
