// A process for tests to kill: starts a database below the given folder and reports when it is ready.

import { startDatabaseWorld } from './database-world.ts'
import { fixtureGraph } from './fixture-program.ts'

await startDatabaseWorld({ graph: fixtureGraph({ regions: ['us-east-1'] }), parent: process.argv[2] ?? '' })
process.stdout.write('standing\n')
setInterval(() => {}, 60_000)
