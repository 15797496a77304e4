import { projectConfig } from '../../vitest.base.ts'

// One process for all files: the program is run once for each setting that they look at (test/run-program.ts).
export default projectConfig({ isolate: false, fileParallelism: false })
