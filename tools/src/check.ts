// `npm run check`: what a developer runs before each commit. Only projects that the change touches, without whole worlds.
import { run, step } from './run.ts'

const steps: readonly (readonly [title: string, command: string, args: readonly string[]])[] = [
  ['format and lint', 'biome', ['check', '.']],
  [
    'types, boundaries and unit tests of what changed',
    'nx',
    [
      'affected',
      '-t',
      'lint',
      'typecheck',
      'test',
      '--parallel=2',
      '--outputStyle=static',
      '--exclude=@meridian/e2e',
    ],
  ],
]

for (const [title, command, args] of steps)
  if (!(await step(title, () => run(command, args)))) {
    process.exitCode = 1
    break
  }
