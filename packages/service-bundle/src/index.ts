export { bundleFolder } from './bundle-folder.ts'
export { bundleWhenStale } from './bundle-when-stale.ts'
export { buildConsole, type ConsoleLaunch } from './console-build.ts'
export { rememberInputs } from './freshness.ts'
