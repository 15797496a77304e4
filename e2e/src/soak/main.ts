// npm run soak -- --minutes 60
import { join, relative } from 'node:path'
import { describeEnvironment, loadTarget, renderTable, writeReport } from '@meridian/operator-tools'
import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { REPOSITORY_ROOT } from '../booted-world.ts'
import { soakReport } from './report.ts'
import { type SoakSample, soak } from './run-soak.ts'
import { spinBeside } from './spinners.ts'
import { startWorldApart } from './start-apart.ts'

interface Options {
  readonly minutes: number
  readonly changeEvery: number
  readonly rate: number
  readonly beside: number
  readonly json: boolean
  readonly report: boolean
  readonly results: string
}

const [DONE, FAILED, WRONG_USE] = [0, 1, 2]
const MS_PER_MINUTE = 60_000
const BYTES_PER_MEBIBYTE = 1_048_576

const say = (line: string) => void process.stderr.write(`${line}\n`)

const command = new Command('npm run soak --')
  .description('Starts a world, loads it evenly for a long time, and shows that what it needs does not grow.')
  .option('--minutes <number>', 'how long; memory is judged from minute ten on', parseAbove, 60)
  .option('--change-every <minutes>', 'between two changes of writer', parseAbove, 5)
  .option('--rate <number>', 'requests a second, over all edges', parseAbove, 40)
  .option(
    '--beside <number>',
    'processes that spin at normal priority meanwhile, as other programs do',
    parseWhole,
    0,
  )
  .option('--results <folder>', 'where the report is left', join(REPOSITORY_ROOT, 'test-results'))
  .option('--no-report', 'leave nothing in test-results/')
  .option('--json', 'print the report as JSON on stdout', false)
  .addHelpText(
    'after',
    `
Examples:
  npm run soak                                 an hour, a change of writer every five minutes
  npm run soak -- --minutes 15 --change-every 2
  npm run soak -- --minutes 30 --rate 100 --json
  npm run soak -- --minutes 2 --change-every 0.5 --rate 5 --beside 4    a busy machine: nothing fails, no task is replaced

Linux only: memory is read from /proc. Ctrl-C ends the soak early and judges what there is.
Exit codes: 0 nothing grew, 1 something did, 2 wrong use.`,
  )
  .exitOverride()

process.exitCode = await main()

async function main(): Promise<number> {
  try {
    command.parse()
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : WRONG_USE
    throw error
  }
  if (process.platform !== 'linux') {
    say('A soak reads memory from /proc, which this system has not: run it on Linux.')
    return WRONG_USE
  }
  return run(command.opts<Options>())
}

async function run(options: Options): Promise<number> {
  const startedAt = new Date()
  const samples: SoakSample[] = []
  const soakOptions = {
    minutes: options.minutes,
    changeEveryMinutes: options.changeEvery,
    requestsPerSecond: options.rate,
    spinning: options.beside,
  }
  let isInterrupted = false
  process.on('SIGINT', () => {
    isInterrupted = true
    say('Ending after the next sample …')
  })
  using _spinners = spinBeside(options.beside)
  await using world = await startWorldApart((text) => process.stderr.write(text))
  const target = await loadTarget({ target: 'local', repositoryRoot: REPOSITORY_ROOT })
  say(`\nLoad for ${options.minutes} minutes …`)
  for await (const sample of soak(world, target, soakOptions)) {
    samples.push(sample)
    say(tell(sample))
    if (isInterrupted) break
  }
  const report = soakReport(samples, soakOptions, startedAt)
  say(`\n${report.tables.map(renderTable).join('\n')}`)
  for (const { verdict, name, detail } of report.checks)
    say(`${{ ok: '✓', failed: '✗', unknown: '–', inconclusive: '?' }[verdict]} ${name} (${detail})`)
  if (options.report) {
    const environment = await describeEnvironment(target, REPOSITORY_ROOT)
    const folder = await writeReport(options.results, report, environment)
    say(`Report: ${relative(process.cwd(), folder)}/report.md`)
  }
  if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  return report.verdict === 'failed' ? FAILED : DONE
}

function tell(sample: SoakSample): string {
  const mebibytes = (bytes: number) => `${(bytes / BYTES_PER_MEBIBYTE).toFixed(0)} MiB`
  return (
    `${(sample.atMs / MS_PER_MINUTE).toFixed(1).padStart(5)} min  main ${mebibytes(sample.mainBytes)}, world ${mebibytes(sample.worldBytes)}, ` +
    `disk ${mebibytes(sample.diskBytes)}, journal ${sample.journalLines} lines, ${sample.roleChanges} role changes, ` +
    `${sample.sent} requests (${sample.failed} failed, ${sample.refused} limited)`
  )
}

function parseWhole(text: string): number {
  const value = Number(text)
  if (!(Number.isInteger(value) && value >= 0))
    throw new InvalidArgumentError(`"${text}" is not a whole number from 0.`)
  return value
}

function parseAbove(text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new InvalidArgumentError(`"${text}" is not a number above 0.`)
  return value
}
