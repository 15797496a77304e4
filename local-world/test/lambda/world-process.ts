// A process with one function's environment, as a world has it, for a test that kills it. The function's output goes to stdout.
import { createRealClock } from '../../src/kernel/clock.ts'
import { ExecutionEnvironment } from '../../src/modules/lambda/engine/execution-environment.ts'

const [, , folder = ''] = process.argv
const environment = new ExecutionEnvironment({
  taskRoot: folder,
  handler: 'index.handler',
  timeoutMs: 60_000,
  patientClock: createRealClock(),
  variables: {},
  runFolder: folder,
  write: (text) => process.stdout.write(text),
})
await environment.invoke('{}')
