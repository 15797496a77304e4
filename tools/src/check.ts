// `npm run check`: what a developer runs before each commit. Only projects that the change touches, without whole worlds.
import { takeNoArguments } from './command-line.ts'
import { run, step } from './run.ts'

takeNoArguments(`Usage: npm run check

Checks what the change touches, some minutes: format, lint, types, module boundaries, and tests without whole worlds.
Stops at the first step that fails. npm test checks everything.

Exit codes: 0 all passed, 1 a step failed, 2 wrong use.`)

/** Their whole tests start worlds and databases, for minutes: `npm test` runs those; here only what is quick of them. */
const SLOW = '@meridian/e2e,@meridian/local-world'

const affected = (...args: readonly string[]) => ['affected', ...args, '--parallel=2', '--outputStyle=static']

const steps: readonly (readonly [title: string, command: string, args: readonly string[]])[] = [
  ['format and lint', 'biome', ['check', '.']],
  ['anatomy of the local world', 'node', ['tools/src/anatomy/main.ts']],
  ['pictures of docs/developing.md', 'node', ['tools/src/picture/main.ts', '--check']],
  ['types and boundaries of what changed', 'nx', affected('-t', 'lint', 'typecheck')],
  ['tests of what changed', 'nx', affected('-t', 'test', `--exclude=${SLOW}`)],
  ['unit tests of the local world, if it changed', 'nx', affected('-t', 'unit')],
]

for (const [title, command, args] of steps)
  if (!(await step(title, () => run(command, args)))) {
    process.exitCode = 1
    break
  }
