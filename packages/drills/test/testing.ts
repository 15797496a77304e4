// What tests of other projects use of these: a target, and what answers in its place.
export { listen, portOf, startConnectProxy } from './connect-proxy.ts'
export { FakeGlobalDatabase, sampleOperation } from './fake-global-database.ts'
export { type JsonCall, startJsonServices } from './json-services.ts'
export { startRdsServer } from './rds-server.ts'
export { sampleOutputs, sampleWorld } from './sample-target.ts'
