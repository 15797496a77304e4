// npm run series -- switchover --runs 20
import { join, relative } from 'node:path'
import {
  describeEnvironment,
  renderTable,
  TOO_BUSY,
  type Verdict,
  writeReport,
} from '@meridian/operator-tools'
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { bootWorld, REPOSITORY_ROOT } from '../booted-world.ts'
import { awsCliVersion } from './aws-cli.ts'
import { seriesReport } from './report.ts'
import type { CallerKind } from './run-drill-apart.ts'
import { runSeries, type SeriesKind, type SeriesRun } from './run-series.ts'

interface Options {
  readonly runs: number
  readonly seed: number
  readonly rate: number
  readonly cli: CallerKind
  readonly json: boolean
  readonly report: boolean
  readonly results: string
}

const [DONE, FAILED, WRONG_USE, INCONCLUSIVE] = [0, 1, 2, 4]

const MARKS: Readonly<Record<Verdict, string>> = { ok: '✓', failed: '✗', inconclusive: '≈', unknown: '?' }

const say = (line: string) => void process.stderr.write(`${line}\n`)

const command = new Command('series')
  .description(
    'Repeats a change of writer in one world of its own, under load, and judges all runs together.',
  )
  .addArgument(new Argument('<kind>', 'which change of writer').choices(['switchover', 'failover']))
  .option('--runs <number>', 'how often', parseAbove, 5)
  .option('--seed <number>', 'chooses what the clients do', parseAbove, 1)
  .option('--rate <factor>', 'on the usual load; less is sent where the machine carries less', parseAbove, 1)
  .addOption(
    new Option('--cli <caller>', 'who calls AWS: its SDK, or the stock AWS CLI')
      .choices(['sdk', 'aws'])
      .default('sdk'),
  )
  .option('--results <folder>', 'where the report is left', join(REPOSITORY_ROOT, 'test-results'))
  .option('--no-report', 'leave nothing in test-results/')
  .option('--json', 'print the report as JSON on stdout', false)
  .addHelpText(
    'after',
    `
Examples:
  npm run series -- switchover --runs 20
  npm run series -- switchover --runs 20 --cli aws
  npm run series -- failover --runs 5 --json

Exit codes: 0 every target was met, 1 one was missed, 2 wrong use, 4 inconclusive: times were missed on a machine that was too
busy to measure on. What must never happen is 1 on any machine.`,
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
  try {
    return await series(command.args[0] as SeriesKind, command.opts<Options>())
  } catch (error) {
    // Named errors say what to do; of a thread, only their code and words arrive.
    const { code, message } = error as { code?: string; message: string }
    if (!code?.startsWith('MERIDIAN_')) throw error
    say(`${code}: ${message}`)
    return FAILED
  }
}

async function series(kind: SeriesKind, options: Options): Promise<number> {
  const startedAt = new Date()
  const calledBy = options.cli === 'aws' ? await awsCliVersion() : 'the AWS SDK'
  const runs: SeriesRun[] = []
  say('Starting a world …')
  await using world = await bootWorld()
  const asked = runSeries(world, {
    ...{ kind, runs: options.runs, seed: options.seed, rateFactor: options.rate },
    resultsFolder: join(world.folders.run, 'results'),
    caller: options.cli,
    onPhase: (run, name) => say(`${new Date().toISOString()} run ${run}: ${name}`),
  })
  for await (const run of asked) {
    runs.push(run)
    say(tell(run, options.runs))
  }
  const report = seriesReport(kind, runs, calledBy, startedAt)
  say(`\n${report.tables.map(renderTable).join('\n')}`)
  for (const { verdict, name, detail } of report.checks) say(`${MARKS[verdict]} ${name} (${detail})`)
  say(`\n${MARKS[report.verdict]} ${report.title}: ${report.verdict}`)
  if (options.report) {
    const machine = runs.map((run) => run.machine)
    const environment = await describeEnvironment(world.target, REPOSITORY_ROOT, machine)
    const folder = await writeReport(options.results, report, environment)
    say(`Report: ${relative(process.cwd(), folder)}/report.md`)
  }
  if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  if (report.verdict === 'inconclusive') return INCONCLUSIVE
  return report.verdict === 'failed' ? FAILED : DONE
}

function tell(
  { run, recoveriesMs, longestWriteGapMs, lost, unnamed, misses, ...figures }: SeriesRun,
  of: number,
): string {
  const recoveries = recoveriesMs.map((ms) => `${ms?.toFixed(0) ?? 'never'} ms`).join(' and ')
  return [
    `${run}/${of}  gap ${longestWriteGapMs.toFixed(0)} ms, first writes after ${recoveries}, ${lost} lost (${unnamed} not in a snapshot), ` +
      `offered ${figures.offeredPerSecond}/s of ${figures.carriedPerSecond}/s, ${figures.served} of ${figures.wanted} served, ${figures.failedReads} reads and ${figures.failedWrites} writes failed, ${figures.refusedReads} reads refused, of ${figures.acknowledged} stored, ${figures.baseCopies} base copies`,
    ...(figures.machine.isTooBusy ? [`      ≈ ${TOO_BUSY}`] : []),
    ...misses.map(({ verdict, name, detail }) => `      ${MARKS[verdict]} ${name}: ${detail}`),
  ].join('\n')
}

function parseAbove(text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new InvalidArgumentError(`"${text}" is not a number above 0.`)
  return value
}
