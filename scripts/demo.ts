import { runCommand } from '@meridian/operator-tools/command'
import { type DemoOptions, demoCommand } from './src/demo/command.ts'
import { runDemo } from './src/demo/run-demo.ts'

process.exitCode = await runCommand<DemoOptions>({
  command: demoCommand(),
  needOf: () => 'found',
  run: ({ options }) => runDemo(options),
  whenStopped: () =>
    'The demonstration stops here. Go on with: npm run demo -- --resume\nIf us-east-1 was lost, bring it back with: npm run demo -- --only home',
})
