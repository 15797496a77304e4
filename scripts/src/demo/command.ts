import type { TargetOptions } from '@meridian/operator-tools/command'
import { Command, InvalidArgumentError } from 'commander'
import { DEMO_STEPS } from './steps.ts'

export interface DemoOptions extends TargetOptions {
  readonly auto: boolean
  readonly resume: boolean
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
  readonly record: boolean
}

const minutes = DEMO_STEPS.reduce((sum, step) => sum + step.minutes, 0)

export function demoCommand(): Command {
  return new Command('demo')
    .description(
      `Shows Meridian in ${DEMO_STEPS.length} steps and about ${minutes} minutes, on the world that npm start runs in another terminal. Before each step it says what will be shown and why, and waits for Enter.`,
    )
    .option('--auto', 'run all steps without waiting for a key', false)
    .option('--only <steps>', 'only these steps, separated by commas', parseSteps)
    .option('--skip <steps>', 'all steps but these, separated by commas', parseSteps)
    .option('--resume', 'skip the steps that this world has already shown', false)
    .option('--record', 'write a transcript next to the report', false)
    .addHelpText(
      'after',
      `
Steps:
${DEMO_STEPS.map(({ id, title, minutes: each }) => `  ${id.padEnd(10)} ${title} (${each} min)`).join('\n')}

Examples:
  npm run demo
  npm run demo -- --auto --record
  npm run demo -- --only latency,task
  npm run demo -- --resume

The speaker's script is docs/demo.md. A loss of us-east-1 that was left behind is healed by: npm run demo -- --only home

Exit codes: 0 every step showed what it should, 1 one did not, 2 wrong use, 3 refused.`,
    )
}

function parseSteps(text: string): readonly string[] {
  const known = DEMO_STEPS.map(({ id }) => id)
  return text.split(',').map((part) => {
    const id = part.trim()
    if (!known.includes(id)) throw new InvalidArgumentError(`"${id}" is not one of ${known.join(', ')}.`)
    return id
  })
}
