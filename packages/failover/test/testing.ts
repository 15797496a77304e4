// What tests of other projects use of these.
export { FakeGlobalDatabase, sampleOperation } from './fake-global-database.ts'
export { startRdsServer } from './rds-server.ts'
