import { runCommand } from '@meridian/operator-tools/command'
import { type RehearsalOptions, rehearsalCommand } from './src/rehearsal/command.ts'
import { runRehearsal } from './src/rehearsal/run-rehearsal.ts'

process.exitCode = await runCommand<RehearsalOptions>({
  command: rehearsalCommand(),
  run: ({ options }) => runRehearsal(options),
})
