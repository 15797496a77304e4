// `npm run bench`: every benchmark, one after the other; each writes its report under test-results/.
await import('./request-path.ts')
await import('./token-cost.ts')
await import('./world-start.ts')
await import('./program-run.ts')
