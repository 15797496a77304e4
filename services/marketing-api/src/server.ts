// The compile cache must be on before anything else is loaded, so this file imports nothing but it.
import { enableCompileCache, flushCompileCache } from 'node:module'

enableCompileCache()
const { main } = await import('./main.ts')
await main()
// A task that is killed later would not leave its cache to the next one.
flushCompileCache()
