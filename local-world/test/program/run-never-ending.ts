// Run and killed by engine-death.test.ts: prints the program's own process id once the program has registered it.
import { runFixture } from './programs.ts'

await runFixture('never-ends', {
  onResource: ({ inputs }) => {
    if (typeof inputs.processId === 'number') process.stdout.write(`${inputs.processId}\n`)
  },
})
