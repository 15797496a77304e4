import { projectConfig } from '../../vitest.base.ts'

// One process for all files: the program runs once for each combination of settings that they test (test/run-program.ts).
export default projectConfig({ isolate: false, fileParallelism: false })
