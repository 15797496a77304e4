// Exports for other projects' tests.
export { FakeGlobalDatabase, sampleOperation } from './fake-global-database.ts'
export { startRdsServer } from './rds-server.ts'
