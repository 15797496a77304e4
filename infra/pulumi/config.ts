import * as pulumi from '@pulumi/pulumi'
import { InvalidSettingsError } from './errors.ts'
import { MOST_ZONES } from './rules/addresses.ts'
import { problemOfTaskSize } from './rules/fargate.ts'
import { type AccountSettings, contradictionsOfAccount, readAccountSettings } from './settings/account.ts'
import { type EdgeSettings, readEdgeSettings } from './settings/edge.ts'
import {
  contradictionsOfOperations,
  type OperationsSettings,
  readOperationsSettings,
} from './settings/operations.ts'
import { SettingsReader } from './settings/reader.ts'

const NAT_LAYOUTS = ['one', 'per-zone'] as const
/** What CloudWatch Logs accepts, up to a year. */
const LOG_RETENTION_DAYS = ['1', '3', '5', '7', '14', '30', '60', '90', '120', '150', '180', '365'] as const
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const

/** How a region's private subnets reach the internet. */
export type NatLayout = (typeof NAT_LAYOUTS)[number]
type LogLevel = (typeof LOG_LEVELS)[number]

/** Everything in which two stacks may differ, each with its reason. There are no defaults: a stack file says all of it. */
export interface Settings extends EdgeSettings, AccountSettings, OperationsSettings {
  /** Apex of the hosted zone. CloudFront's origins are names in it, so on AWS it must be delegated to the zone's name servers. */
  readonly domain: string
  /** Tag of both services' images. Production pins a release, because ECS resolves a tag again at each deployment. */
  readonly imageTag: string
  /** Lines of this level and above are written; CloudWatch bills each line. */
  readonly logLevel: LogLevel
  /** CloudWatch bills by the gigabyte kept: days for a proof of concept, a quarter for an audit. */
  readonly logRetentionDays: number
  /** Availability zones in each region. Two outlive the loss of one; a third adds a NAT gateway and a network interface of each endpoint to every region, some $6 a day for production. */
  readonly zoneCount: number
  /** `one` costs a third of a dollar a day less per region; losing its zone cuts the region's outbound traffic. */
  readonly natGateways: NatLayout
  /** Tasks of each service in each region. Two is the least that survives a zone. */
  readonly taskCount: number
  /** CPU units of 1024 to a core. Fargate sells fixed sizes: see rules/fargate.ts. */
  readonly taskCpu: number
  /** Has to be one that Fargate sells with `taskCpu`. */
  readonly taskMemoryMiB: number
  /** Aurora instances in every member cluster alike, so that any region can take the writes. Two put one in each zone. */
  readonly instancesPerCluster: number
  /** AWS recommends 8 ACU or more in the primary region of a global database; below that a burst waits for scaling. */
  readonly capacityFloorAcu: number
  /** The same in every member: a secondary that cannot grow as far cannot take over. */
  readonly capacityCeilingAcu: number
  /** Also the window of point-in-time recovery; 35 days is Aurora's limit. */
  readonly backupRetentionDays: number
  /** Needs 2 ACU, so it is off where the floor is lower. */
  readonly performanceInsights: boolean
  /** Off where `pulumi destroy` has to work without further steps; also protects the database and the zone in Pulumi, and takes a final snapshot. */
  readonly deletionProtection: boolean
  /** Days a deleted secret can be brought back; 0 frees its name at once, which a stack that is rebuilt daily needs. */
  readonly secretRecoveryDays: number
}

/** Reads the stack's settings once; throws one error that lists every problem. */
export function readSettings(config = new pulumi.Config()): Settings {
  const reader = new SettingsReader(config)
  const settings: Settings = {
    ...readEdgeSettings(reader),
    ...readAccountSettings(reader),
    ...readOperationsSettings(reader),
    domain: reader.text(
      'domain',
      /^([a-z0-9-]+\.)+[a-z]+$/,
      'a domain in lower case, without a dot at its end',
    ),
    imageTag: reader.text('imageTag', /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/, 'an image tag'),
    logLevel: reader.oneOf('logLevel', LOG_LEVELS),
    logRetentionDays: Number(reader.oneOf('logRetentionDays', LOG_RETENTION_DAYS)),
    zoneCount: reader.number('zoneCount', 2, MOST_ZONES),
    natGateways: reader.oneOf('natGateways', NAT_LAYOUTS),
    taskCount: reader.number('taskCount', 1, 100),
    taskCpu: reader.number('taskCpu', 256, 16_384),
    taskMemoryMiB: reader.number('taskMemoryMiB', 512, 122_880),
    instancesPerCluster: reader.number('instancesPerCluster', 1, 15),
    capacityFloorAcu: reader.number('capacityFloorAcu', 0.5, 256, 0.5),
    capacityCeilingAcu: reader.number('capacityCeilingAcu', 1, 256, 0.5),
    backupRetentionDays: reader.number('backupRetentionDays', 1, 35),
    performanceInsights: reader.flag('performanceInsights'),
    deletionProtection: reader.flag('deletionProtection'),
    secretRecoveryDays: reader.number('secretRecoveryDays', 0, 30),
  }
  const problems = [
    ...reader.problems,
    ...contradictions(settings),
    ...contradictionsOfAccount(settings),
    ...contradictionsOfOperations(settings),
  ]
  if (problems.length > 0) throw new InvalidSettingsError(problems)
  return settings
}

function contradictions(settings: Settings): readonly string[] {
  const problems: string[] = []
  if (settings.capacityFloorAcu > settings.capacityCeilingAcu)
    problems.push(
      `capacityFloorAcu (${settings.capacityFloorAcu}) is above capacityCeilingAcu (${settings.capacityCeilingAcu}); lower one or raise the other`,
    )
  const sizeProblem = problemOfTaskSize(settings.taskCpu, settings.taskMemoryMiB)
  if (sizeProblem) problems.push(`taskCpu and taskMemoryMiB: ${sizeProblem}`)
  if (settings.performanceInsights && settings.capacityFloorAcu < 2)
    problems.push(
      `performanceInsights is true with capacityFloorAcu ${settings.capacityFloorAcu}; it needs 2: raise the floor or switch it off`,
    )
  if (settings.secretRecoveryDays > 0 && settings.secretRecoveryDays < 7)
    problems.push(`secretRecoveryDays is ${settings.secretRecoveryDays}; Secrets Manager takes 0, or 7 to 30`)
  return problems
}
