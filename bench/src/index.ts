// `npm run bench`: every benchmark, or those named, one after the other; each writes its report under test-results/.
import { parseArgs } from 'node:util'
import { BEGIN_AGAIN, sayWhenInterrupted, takeTemporaryFolder } from '@meridian/operator-tools/command'

const BENCHMARKS = {
  'request-path': 'a read and a write through marketing-api, and a plain service',
  'token-cost': 'what a consistency token costs a read',
  'world-start': 'from npm start to the block of addresses',
  'world-footprint': 'what a quiet world needs: time to start, memory, processor',
  'program-run': 'the program through the engine',
  'front-doors': 'load balancer and name server, and nginx and gdnsd',
} as const
type Benchmark = keyof typeof BENCHMARKS

const NAMES = Object.keys(BENCHMARKS) as readonly Benchmark[]
const WRONG_USE = 2

const USAGE = `Usage: npm run bench -- [benchmark …]

Measures and writes a report for each under test-results/. Minutes for all of
them; nothing else should run meanwhile.

${NAMES.map((name) => `  ${name.padEnd(16)}${BENCHMARKS[name]}`).join('\n')}

Examples:
  npm run bench
  npm run bench -- request-path

Exit codes: 0 measured, 1 a benchmark failed, 2 wrong use, 130 stopped.
`

const chosen = parse()
// Each reads its own arguments where it is run by itself; these are not for it.
process.argv.splice(2)
takeTemporaryFolder()
sayWhenInterrupted(() => BEGIN_AGAIN)
for (const name of chosen) await run(name)

function parse(): readonly Benchmark[] {
  try {
    const { values, positionals } = parseArgs({
      options: { help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    })
    if (values.help) {
      process.stdout.write(USAGE)
      process.exit()
    }
    const unknown = positionals.find((name) => !NAMES.some((known) => known === name))
    if (unknown !== undefined) throw new Error(`"${unknown}" is not one of ${NAMES.join(', ')}`)
    return positionals.length > 0 ? (positionals as Benchmark[]) : NAMES
  } catch (error) {
    process.stderr.write(`error: ${(error as Error).message}\n\n${USAGE}`)
    process.exit(WRONG_USE)
  }
}

async function run(name: Benchmark): Promise<void> {
  process.stderr.write(`\n── ${name}: ${BENCHMARKS[name]}\n`)
  await import(`./${name}.ts`)
}
