import { failoverCommand } from './src/failover/command.ts'
import { runFailover } from './src/failover/run-failover.ts'

process.exitCode = await runFailover(failoverCommand(), process.argv.slice(2))
