import { ResultsReporter } from './tools/src/test/results-reporter.ts'
import { projectConfig } from './vitest.base.ts'

// The pure tests of all projects, in one process: those that stand next to the code. Those that need a port, a process or a
// database are in the test folder of their project, which has its own configuration.
export default projectConfig({
  exclude: ['**/node_modules/**', '**/test/**'],
  pool: 'threads',
  isolate: false,
  setupFiles: ['tools/src/pure-guard.ts'],
  reporters: ['dot', new ResultsReporter()],
})
