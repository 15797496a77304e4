import { createAwsClients, measureRouting, routingReport } from '@meridian/operator-tools'
import { parseCities, parseSubnet, runTool } from '@meridian/operator-tools/command'
import type { CityId } from '@meridian/topology'
import { Command } from 'commander'

const command = new Command('test-dns')
  .description('Asks for each city which region its visitors are sent to, over UDP, TCP and TestDNSAnswer.')
  .option('--cities <list>', 'cities to ask for, separated by commas (default: all)', parseCities)
  .option(
    '--subnet <city=network>',
    'network to ask for instead of the city’s test network; repeatable',
    parseSubnet,
    {},
  )
  .option('--no-test-dns-answer', 'ask name servers only, not the control plane')
  .addHelpText(
    'after',
    `
Examples:
  npm run test-dns -- --target local
  npm run test-dns -- --target local --cities seoul --json
  npm run test-dns -- --target aws --outputs outputs.json --cities seoul --subnet seoul=<a Korean network>

Exit codes: 0 every city is sent to the region of the area table, 1 one is not, 2 wrong use.`,
  )

interface Options {
  readonly cities?: readonly CityId[]
  readonly subnet: Readonly<Partial<Record<CityId, string>>>
  readonly testDnsAnswer: boolean
}

process.exitCode = await runTool<Options>({
  command,
  showsEveryCheck: false,
  changesNothing: true,
  async measure(target, { cities, subnet, testDnsAnswer }, onProgress) {
    const startedAt = new Date()
    using aws = createAwsClients(target)
    const answers = await measureRouting(target, aws, {
      ...(cities ? { cities } : {}),
      subnets: subnet,
      withTestDnsAnswer: testDnsAnswer,
      onProgress,
    })
    return routingReport(target, answers, { startedAt, finishedAt: new Date() })
  },
})
