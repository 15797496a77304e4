// npm run series -- switchover --runs 20
import { join } from 'node:path'
import { createSettings, type Pace } from '@meridian/local-world'
import { describeEnvironment, TOO_BUSY, VERDICT_MARKS, writeReport } from '@meridian/operator-tools'
import {
  addReportOptions,
  type ExitCode,
  parseAbove,
  parseCount,
  publishReport,
  REPOSITORY_ROOT,
  type ReportOptions,
  runCommand,
} from '@meridian/operator-tools/command'
import { Argument, Command, Option } from 'commander'
import { besideOption, spinBeside } from '../beside.ts'
import { bootWorld } from '../booted-world.ts'
import { awsCliVersion } from './aws-cli.ts'
import { offeredIn, seriesReport } from './report.ts'
import type { CallerKind } from './run-drill-apart.ts'
import { runSeries, type SeriesKind, type SeriesRun } from './run-series.ts'

interface Options extends ReportOptions {
  readonly runs: number
  readonly seed: number
  readonly rate: number
  readonly cli: CallerKind
  readonly beside: number
  readonly pace: Pace
}

const say = (line: string) => void process.stderr.write(`${line}\n`)

const command = addReportOptions(new Command('series'))
  .description(
    'Repeats a change of writer in one world of its own, under load, and judges all runs together.',
  )
  .addArgument(new Argument('<kind>', 'which change of writer').choices(['switchover', 'failover']))
  .option('--runs <number>', 'number of runs', parseCount(1), 5)
  .option('--seed <number>', 'seed of the clients’ random choices', parseCount(0), 1)
  .option('--rate <factor>', 'multiplies the usual load; a slower machine gets less', parseAbove, 1)
  .addOption(
    new Option('--cli <caller>', 'who calls AWS: its SDK, or the stock AWS CLI')
      .choices(['sdk', 'aws'])
      .default('sdk'),
  )
  .addOption(
    new Option('--pace <pace>', 'how long AWS’s delays take: a run at "aws" takes some ten minutes')
      .choices(['fast', 'aws'])
      .default('fast'),
  )
  .addOption(besideOption())
  .addHelpText(
    'after',
    `
Examples:
  npm run series -- switchover --runs 20
  npm run series -- switchover --runs 20 --cli aws
  npm run series -- failover --runs 5 --json
  npm run series -- failover --runs 2 --pace aws      RTO in minutes
  npm run series -- switchover --runs 3 --beside 4    on a busy machine

Exit codes: 0 every target was met, 1 one was missed, 2 wrong use, 4 inconclusive: times were missed on a machine that was too
busy to measure on. What must never happen is 1 on any machine.`,
  )

process.exitCode = await runCommand<Options>({
  command,
  run: ({ arguments: [kind], options }) => series(kind as SeriesKind, options),
})

async function series(kind: SeriesKind, options: Options): Promise<ExitCode> {
  const startedAt = new Date()
  const calledBy = options.cli === 'aws' ? await awsCliVersion() : 'the AWS SDK'
  const runs: SeriesRun[] = []
  using _spinners = spinBeside(options.beside)
  say('Starting a world …')
  await using world = await bootWorld({ settings: createSettings({ pace: options.pace }) })
  const asked = runSeries(world, {
    kind,
    runs: options.runs,
    seed: options.seed,
    rateFactor: options.rate,
    resultsFolder: join(world.folders.run, 'results'),
    caller: options.cli,
    onPhase: (run, name) => say(`${new Date().toISOString()} run ${run}: ${name}`),
  })
  for await (const run of asked) {
    runs.push(run)
    say(tell(run, options.runs))
  }
  const report = seriesReport(kind, runs, {
    calledBy,
    startedAt,
    spinning: options.beside,
    pace: options.pace,
  })
  const machine = runs.map((run) => run.machine)
  return await publishReport(report, {
    options,
    keep: async (results) =>
      writeReport(results, report, await describeEnvironment(world.target, REPOSITORY_ROOT, machine)),
  })
}

function tell(
  { run, recoveriesMs, longestWriteGapMs, lost, unnamed, misses, ...figures }: SeriesRun,
  of: number,
): string {
  const recoveries = recoveriesMs.map((ms) => `${ms?.toFixed(0) ?? 'never'} ms`).join(' and ')
  return [
    `${run}/${of}  gap ${longestWriteGapMs.toFixed(0)} ms, first writes after ${recoveries}, ${lost} lost (${unnamed} not in a snapshot), ` +
      `offered ${offeredIn(figures)} of ${figures.carriedPerSecond} requests/s, ${figures.served} of ${figures.wanted} served, ${figures.failedReads} reads and ${figures.failedWrites} writes failed, ${figures.refusedReads} reads refused, of ${figures.acknowledged} stored, ${figures.baseCopies} base copies, ${figures.replacedTasks} tasks replaced`,
    ...(figures.machine.isTooBusy ? [`      ≈ ${TOO_BUSY}`] : []),
    ...misses.map(({ verdict, name, detail }) => `      ${VERDICT_MARKS[verdict]} ${name}: ${detail}`),
  ].join('\n')
}
