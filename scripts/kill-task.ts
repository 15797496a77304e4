import {
  chooseVictim,
  createAwsClients,
  killTask,
  killTaskReport,
  REAL_PACING,
  runningTasks,
} from '@meridian/operator-tools'
import { confirm, parseCount, runTool } from '@meridian/operator-tools/command'
import { REGION_IDS, type RegionId, SERVICE_NAMES, type ServiceName } from '@meridian/topology'
import { Command, Option } from 'commander'

const command = new Command('kill-task')
  .description('Stops a task through ECS and waits until a replacement serves.')
  .addOption(new Option('--region <region>', 'where').choices(REGION_IDS).makeOptionMandatory())
  .addOption(new Option('--service <name>', 'whose task').choices(SERVICE_NAMES).default('marketing-api'))
  .option('--task <id>', 'the task to stop (default: the oldest)')
  .option('--even-last', 'stop it even when it is the only one', false)
  .option('--confirm <task>', 'the task’s id, or the service’s name for whichever is chosen')
  .option('--deadline-s <count>', 'for how long to wait for another task', parseCount(1), 180)
  .addHelpText(
    'after',
    `
Examples:
  npm run kill-task -- --target local --region us-west-2 --confirm marketing-api
  npm run kill-task -- --target local --region ap-northeast-2 --service frontend --confirm frontend --json
  npm run kill-task -- --target aws --outputs outputs.json --region us-west-2

Exit codes: 0 another task serves in its place, 1 none did in time, 2 wrong use, 3 refused for safety.`,
  )

interface Options {
  readonly region: RegionId
  readonly service: ServiceName
  readonly task?: string
  readonly evenLast: boolean
  readonly confirm?: string
  readonly deadlineS: number
}

const MS_PER_SECOND = 1_000
const POLL_MS = 100

process.exitCode = await runTool<Options>({
  command,
  showsEveryCheck: true,
  whenStopped: 'ECS replaces a stopped task in any case: see aws ecs list-tasks.',
  async measure(target, options, onProgress) {
    const { region, service, evenLast, deadlineS } = options
    const startedAt = new Date()
    using aws = createAwsClients(target)
    const tasks = await runningTasks(target, aws, region, service)
    const victim = chooseVictim(tasks, options.task, evenLast)
    process.stderr.write(`aws ecs stop-task --region ${region} --task ${victim.arn}\n`)
    await confirm(options.confirm === service ? service : victim.id, options.confirm)
    onProgress(0, 1, `${victim.id} is stopped; waiting for another task`)
    const wait = { pacing: REAL_PACING, deadlineMs: deadlineS * MS_PER_SECOND, pollMs: POLL_MS }
    const replacement = await killTask(target, aws, region, victim, wait)
    return killTaskReport(target.name, region, replacement, startedAt)
  },
})
