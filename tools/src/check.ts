// `npm run check`: what a developer runs before each commit, in under a minute: no port, no process, no database.
import { takeNoArguments } from './command-line.ts'
import { step } from './run.ts'
import { PURE_TESTS, STATIC_CHECKS } from './static-checks.ts'

takeNoArguments(`Usage: npm run check

Checks the whole repository as far as that takes under a minute: format, lint,
unused code, types, module boundaries, pure tests. Stops at the first step that
fails. Tests that need a port or a database, of what changed:
npx nx affected -t test. Everything: npm test.

Examples:
  npm run check

Exit codes: 0 all passed, 1 a step failed, 2 wrong use.`)

for (const { title, work } of [...STATIC_CHECKS, PURE_TESTS])
  if (!(await step(title, work))) {
    process.exitCode = 1
    break
  }
