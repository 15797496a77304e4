// As in server.ts: nothing is loaded before the compile cache is on.
import { enableCompileCache } from 'node:module'

enableCompileCache()
const { main } = await import('./migration/main.ts')
process.exitCode = await main()
