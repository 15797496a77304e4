// Nothing may load before the compile cache and source maps, which Node reads as it loads a file. So this imports nothing else.
import { enableCompileCache } from 'node:module'

enableCompileCache()
process.setSourceMapsEnabled(true)
const { main } = await import('./main.ts')
await main()
