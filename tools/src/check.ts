// `npm run check`: run before each commit, in under a minute; needs no port, no process and no database.
import { takeNoArguments } from './command-line.ts'
import { secondsSince } from './run.ts'
import { checkAll } from './static-checks.ts'

takeNoArguments(`Usage: npm run check

Checks the whole repository as far as that takes under a minute: format, lint,
unused code, types, module boundaries, pure tests. One line a check, and what
a failed one printed. Tests that need a port or a database, of what changed:
npx nx affected -t test. Everything: npm test.

Examples:
  npm run check

Exit codes: 0 all passed, 1 a check failed, 2 wrong use.`)

const startedMs = performance.now()
const failed = await checkAll()
console.log(
  failed.length === 0
    ? `All passed in ${secondsSince(startedMs)} s`
    : `FAILED in ${secondsSince(startedMs)} s: ${failed.join(', ')}`,
)
process.exitCode = failed.length === 0 ? 0 : 1
