import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startThrowawayPostgres } from '@meridian/database/testing'
import { describeEnvironment } from './environment.ts'
import { compare, type Settings } from './request-path/compare.ts'
import { prepareCampaigns } from './request-path/data.ts'
import { measureOneByOne } from './request-path/load.ts'
import { renderReport } from './request-path/report.ts'
import { startService } from './request-path/services.ts'
import { writeResults } from './results-folder.ts'

// node bench/src/request-path.ts [rounds] [seconds]
const settings: Settings = {
  rounds: Number(process.argv[2] ?? 5),
  secondsPerRound: Number(process.argv[3] ?? 4),
}

const environment = describeEnvironment()
const folder = await mkdtemp(path.join(tmpdir(), 'meridian-bench-'))
try {
  await using server = await startThrowawayPostgres(['cluster_name=meridian-use1-0'])
  const target = { port: server.port, database: await prepareCampaigns(server) }
  await using plain = await startService('plain', target, folder)
  await using product = await startService('product', target, folder)
  const comparisons = await compare({ plain, product }, settings, (line) => console.error(line))
  const oneByOneMs = {
    plain: await measureOneByOne(plain.origin, settings.secondsPerRound),
    product: await measureOneByOne(product.origin, settings.secondsPerRound),
  }
  const report = renderReport({ comparisons, oneByOneMs, settings, environment })
  const written = await writeResults('bench-request-path', environment.measuredAt, {
    'report.md': report,
    'report.json': `${JSON.stringify({ environment, settings, comparisons, oneByOneMs }, null, 2)}\n`,
  })
  console.log(`${report}\n${written}`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
