// The compile cache must be on before anything else is loaded, so this file imports nothing but it.
import { enableCompileCache } from 'node:module'

enableCompileCache()
const { main } = await import('./main.ts')
await main()
