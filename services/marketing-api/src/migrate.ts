// As in server.ts: nothing is loaded before the compile cache and source maps are on.
import { enableCompileCache } from 'node:module'

enableCompileCache()
process.setSourceMapsEnabled(true)
const { main } = await import('./migration/main.ts')
process.exitCode = await main()
