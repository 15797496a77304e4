// npm run soak -- --minutes 60
import { loadTarget } from '@meridian/operator-tools'
import {
  addReportOptions,
  EXIT,
  type ExitCode,
  fitted,
  keepReport,
  parseAbove,
  publishReport,
  REPOSITORY_ROOT,
  type ReportOptions,
  runCommand,
} from '@meridian/operator-tools/command'
import { Command } from 'commander'
import { besideOption, spinBeside } from '../beside.ts'
import { soakReport } from './report.ts'
import { type SoakSample, soak } from './run-soak.ts'
import { startWorldApart } from './start-apart.ts'

interface Options extends ReportOptions {
  readonly minutes: number
  readonly changeEvery: number
  readonly rate: number
  readonly beside: number
}

const MS_PER_MINUTE = 60_000
const BYTES_PER_MEBIBYTE = 1_048_576

const say = (line: string) => void process.stderr.write(`${line}\n`)

const command = addReportOptions(new Command('soak'))
  .description(
    'Starts a world, keeps it under constant load, and checks that its memory and disk use do not grow.',
  )
  .option(
    '--minutes <number>',
    'duration; memory of its end is compared with that from minute ten',
    parseAbove,
    60,
  )
  .option('--change-every <minutes>', 'interval between two changes of writer', parseAbove, 5)
  .option('--rate <number>', 'requests per second, over all edges', parseAbove, 40)
  .addOption(besideOption())
  .addHelpText(
    'after',
    `
Examples:
  npm run soak                                 an hour, a change of writer every five minutes
  npm run soak -- --minutes 15 --change-every 2
  npm run soak -- --minutes 30 --rate 100 --json
  npm run soak -- --minutes 2 --change-every 0.5 --rate 5 --beside 4    a busy machine: nothing fails, no task is replaced

Linux only: memory is read from /proc. Ctrl-C ends the soak early and judges what there is.
Exit codes: 0 nothing grew, 1 something did, 2 wrong use, 130 ended by Ctrl-C before there was a world.`,
  )

process.exitCode = await runCommand<Options>({
  command,
  whenStopped: 'heard by the command',
  async run({ options }) {
    if (process.platform === 'linux') return await run(options)
    say('A soak reads memory from /proc, which only Linux has: run it on Linux.')
    return EXIT.wrongUse
  },
})

async function run(options: Options): Promise<ExitCode> {
  const startedAt = new Date()
  const samples: SoakSample[] = []
  const soakOptions = {
    minutes: options.minutes,
    changeEveryMinutes: options.changeEvery,
    requestsPerSecond: options.rate,
    spinning: options.beside,
  }
  const stop = new AbortController()
  process.once('SIGINT', () => {
    say('\nEnding early …')
    stop.abort()
  })
  using _spinners = spinBeside(options.beside)
  // A terminal's Ctrl-C also reaches the world, which then exits by itself.
  const starting = startWorldApart(passOn)
  await using world = await starting.catch((error) => {
    if (!stop.signal.aborted) throw error
    return undefined
  })
  if (!world) {
    say('Stopped before there was a world to judge. The same command begins again.')
    return EXIT.interrupted
  }
  const target = await loadTarget({ target: 'local', repositoryRoot: REPOSITORY_ROOT })
  say(`\nLoad for ${options.minutes} minutes …`)
  for await (const sample of soak(world, target, soakOptions, stop.signal)) {
    samples.push(sample)
    say(tell(sample))
  }
  const report = soakReport(samples, soakOptions, startedAt)
  return await publishReport(report, { options, keep: keepReport(report, target) })
}

/** Passes on the world's own log, line by line. */
function passOn(text: string): void {
  process.stderr.write(process.stderr.isTTY ? text.split('\n').map(fitted).join('\n') : text)
}

function tell(sample: SoakSample): string {
  const mebibytes = (bytes: number) => `${(bytes / BYTES_PER_MEBIBYTE).toFixed(0)} MiB`
  return (
    `${(sample.atMs / MS_PER_MINUTE).toFixed(1).padStart(5)} min  main ${mebibytes(sample.mainBytes)}, world ${mebibytes(sample.worldBytes)}, ` +
    `disk ${mebibytes(sample.diskBytes)}, journal ${sample.journalLines} lines, ${sample.roleChanges} role changes, ` +
    `${sample.sent} requests (${sample.failed} failed, ${sample.refused} limited)`
  )
}
