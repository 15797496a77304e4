import { policyCommand } from './src/policy/command.ts'
import { runPolicyCommand } from './src/policy/run-policy-command.ts'

process.exitCode = await runPolicyCommand(policyCommand(), process.argv.slice(2))
