import { bakeSecondsOf, deployRegion, type ImageDigests, patienceFor, smokeTest } from '@meridian/delivery'
import { createAwsClients } from '@meridian/operator-tools'
import { confirm, parseCount, runTool } from '@meridian/operator-tools/command'
import { REGION_IDS, type RegionId } from '@meridian/topology'
import { Command, Option } from 'commander'
import {
  addGateOptions,
  addImageOption,
  deadlineOption,
  type GateFlags,
  gateOptions,
} from './src/delivery/options.ts'

const command = addGateOptions(
  addImageOption(
    new Command('deploy-region')
      .description('Gives one region’s services the images of a release, watches them, and takes them back.')
      .addOption(new Option('--region <region>', 'where').choices(REGION_IDS).makeOptionMandatory()),
  ),
)
  .addOption(deadlineOption())
  .option(
    '--bake-s <count>',
    'for how long to watch afterwards; by default 2 s locally, 300 s on AWS',
    parseCount(0),
  )
  .option('--no-smoke-test', 'do not run verify-deployment before the release counts as done')
  .option('--ignore-alarms', 'take a release back although its alarms ring', false)
  .option('--confirm <region>', 'the region once more')
  .addHelpText(
    'after',
    `
Examples:
  npm run deploy-region -- --target local --region ap-northeast-2 --confirm ap-northeast-2 \\
    --image frontend=sha256:<digest>
  npm run deploy-region -- --target aws --outputs outputs.json --region us-west-2 --confirm us-west-2 \\
    --image marketing-api=sha256:… --image frontend=sha256:… --bake-s 600

Exit codes: 0 the release runs, 1 it was taken back or stopped, 2 wrong use, 3 refused: see deploy-gate.`,
  )

interface Options extends GateFlags {
  readonly region: RegionId
  readonly image: ImageDigests
  readonly deadlineS?: number
  readonly bakeS?: number
  readonly smokeTest: boolean
  readonly ignoreAlarms: boolean
  readonly confirm?: string
}

const MS_PER_SECOND = 1_000

process.exitCode = await runTool<Options>({
  command,
  showsEveryCheck: true,
  whenStopped:
    'ECS goes on with a rollout that was begun and nothing watches it now: run this again, or look with verify-deployment.',
  async measure(target, options, onProgress) {
    const { region, image, deadlineS, bakeS = bakeSecondsOf(target) } = options
    using aws = createAwsClients(target)
    for (const [service, digest] of Object.entries(image))
      process.stderr.write(`${region}: ${service} is to run ${digest}\n`)
    await confirm(region, options.confirm)
    return await deployRegion(target, aws, {
      ...gateOptions(options),
      ...patienceFor(target, deadlineS),
      region,
      images: image,
      bakeMs: bakeS * MS_PER_SECOND,
      ignoresAlarms: options.ignoreAlarms,
      ...(options.smokeTest && { smokeTest: () => smokeTest(target) }),
      onProgress,
    })
  },
})
