import { projectConfig, WORKERS_THAT_WAIT } from '../vitest.base.ts'

export default projectConfig({ maxWorkers: WORKERS_THAT_WAIT })
