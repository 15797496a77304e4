import {
  createAwsClients,
  lagReport,
  measureLag,
  REAL_PACING,
  withMachineWatched,
} from '@meridian/operator-tools'
import { parseCount, runTool } from '@meridian/operator-tools/command'
import { Command } from 'commander'
import { createLagView } from './src/lag-view.ts'

const command = new Command('replication-lag')
  .description('Samples how far each region’s replica is behind the writer.')
  .option('--samples <count>', 'of each region', parseCount(1), 50)
  .option('--interval-ms <count>', 'from one sample to the next', parseCount(10), 200)
  .option('--max-lag-ms <count>', 'a p99 above it fails', parseCount(1), 1_000)
  .option('--timeout-ms <count>', 'for an answer', parseCount(1), 5_000)
  .addHelpText(
    'after',
    `
Examples:
  npm run replication-lag -- --target local
  npm run replication-lag -- --target local --samples 200 --interval-ms 100 --json
  npm run replication-lag -- --target aws --outputs outputs.json --max-lag-ms 2000

Exit codes: 0 every region lags less than --max-lag-ms, 1 one lags more or does not say, 2 wrong use,
4 this machine is too busy to measure on.`,
  )

interface Options {
  readonly samples: number
  readonly intervalMs: number
  readonly maxLagMs: number
  readonly timeoutMs: number
}

process.exitCode = await runTool<Options>({
  command,
  showsEveryCheck: false,
  changesNothing: true,
  async measure(target, options, onProgress) {
    const startedAt = new Date()
    using aws = createAwsClients(target)
    const view = createLagView(options.samples, onProgress)
    const { measured, machine } = await withMachineWatched(target, () =>
      measureLag(target, aws, { ...options, pacing: REAL_PACING, onSample: view.show }),
    )
    view.end()
    return lagReport(target, measured, options.maxLagMs, { startedAt, finishedAt: new Date(), machine })
  },
})
