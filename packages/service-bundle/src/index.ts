export { bundleFolder } from './bundle-folder.ts'
export { bundleWhenStale } from './bundle-when-stale.ts'
export { isFresh, rememberInputs } from './freshness.ts'
