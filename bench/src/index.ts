// `npm run bench`: runs all benchmarks, or those named, one after the other; each writes its report under test-results/.
import { EXIT, runCommand, takeTemporaryFolder } from '@meridian/operator-tools/command'
import { Argument, Command } from 'commander'

const BENCHMARKS = {
  'request-path': 'a read and a write through marketing-api, and a plain service',
  'token-cost': 'what a consistency token costs a read',
  'world-start': 'from npm start to the block of addresses',
  'world-footprint': 'what a quiet world needs: time to start, memory, processor',
  'watched-console': 'what the console needs while a page watches a world under load',
  'program-run': 'the program through the engine',
  'front-doors': 'load balancer and name server, and nginx and gdnsd',
} as const

const command = new Command('bench')
  .description(
    'Measures and writes a report for each under test-results/. Nothing else should run meanwhile.',
  )
  .addArgument(
    new Argument('[benchmark...]', 'those to run, instead of all').choices(Object.keys(BENCHMARKS)),
  )
  .addHelpText(
    'after',
    `
Benchmarks:
${Object.entries(BENCHMARKS)
  .map(([name, what]) => `  ${name.padEnd(17)}${what}`)
  .join('\n')}

Examples:
  npm run bench
  npm run bench -- request-path

Exit codes: 0 measured, 1 a benchmark failed, 2 wrong use, 130 stopped.`,
  )

process.exitCode = await runCommand({
  command,
  async run({ arguments: named }) {
    // A benchmark that is run directly reads its own arguments; these are not meant for it.
    process.argv.splice(2)
    takeTemporaryFolder()
    for (const name of Object.keys(BENCHMARKS) as readonly (keyof typeof BENCHMARKS)[]) {
      if (named.length > 0 && !named.includes(name)) continue
      process.stderr.write(`\n── ${name}: ${BENCHMARKS[name]}\n`)
      await import(`./${name}.ts`)
    }
    return process.exitCode === EXIT.failed ? EXIT.failed : EXIT.done
  },
})
