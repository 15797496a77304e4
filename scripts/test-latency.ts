import {
  type LatencyOptions,
  latencyReport,
  measureLatency,
  withMachineWatched,
} from '@meridian/operator-tools'
import { parseCities, parseCount, runTool } from '@meridian/operator-tools/command'
import { Command } from 'commander'

const command = new Command('test-latency')
  .description('Measures the round trip from each city to each region and through the edge.')
  .option('--cities <list>', 'cities to measure from, separated by commas (default: all)', parseCities)
  .option('--samples <count>', 'requests on each path', parseCount(1), 20)
  .option('--timeout-ms <count>', 'for a connection or an answer', parseCount(1), 10_000)
  .addHelpText(
    'after',
    `
Examples:
  npm run test-latency -- --target local
  npm run test-latency -- --target local --cities seoul,frankfurt --samples 50 --json
  npm run test-latency -- --target aws --outputs outputs.json --vantage seoul=http://10.2.0.9:3128

Exit codes: 0 every path is as configured, 1 one is not or does not answer, 2 wrong use,
4 this machine is too busy to measure on.`,
  )

process.exitCode = await runTool<LatencyOptions>({
  command,
  showsEveryCheck: false,
  changesNothing: true,
  async measure(target, options, onProgress) {
    const startedAt = new Date()
    const { measured, machine } = await withMachineWatched(target, () =>
      measureLatency(target, { ...options, onProgress }),
    )
    return latencyReport(target, measured, { startedAt, finishedAt: new Date(), machine })
  },
})
