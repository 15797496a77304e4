import { projectConfig } from '../../vitest.base.ts'

// Several tests run the whole program again with another setting: seconds each on a quiet machine.
export default projectConfig({ testTimeout: 180_000 })
