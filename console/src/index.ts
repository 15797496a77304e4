export { buildConsole } from './run-built.ts'
export { type ConsoleOptions, type RunningConsole, startConsole } from './start-console.ts'
