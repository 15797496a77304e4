// Exports for other packages' tests.
export { listen, portOf, startConnectProxy } from './connect-proxy.ts'
export { type JsonCall, startJsonServices } from './json-services.ts'
export { manualPacing } from './manual-pacing.ts'
export { sampleOutputs, sampleWorld } from './sample-target.ts'
export { startSecrets } from './secrets.ts'
