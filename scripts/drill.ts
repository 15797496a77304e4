import { drillCommand } from './src/drill/command.ts'
import { runDrillCommand } from './src/drill/run-drill-command.ts'

process.exitCode = await runDrillCommand(drillCommand(), process.argv.slice(2))
