import {
  bakeSecondsOf,
  deployRegion,
  type GateOptions,
  gateReport,
  patienceFor,
  smokeTest,
} from '@meridian/delivery'
import { createAwsClients, OperationRefusedError, type TargetDescription } from '@meridian/operator-tools'
import { PROJECT, REGION_IDS, type RegionId, SERVICE_NAMES } from '@meridian/topology'
import type { ReleasePlan, ReleaseRequest, RunningImageView } from '../../shared/procedures.ts'
import type { Work } from './procedures.ts'

const MS_PER_SECOND = 1_000

/** Checks the stack's own alarms, and the journals of the failover tool. */
export const gateOptions = (journalFolder: string): GateOptions => ({
  journalFolder,
  alarmPrefix: `${PROJECT}-`,
})

interface GateData {
  readonly order: readonly RegionId[]
  readonly runningImages: readonly RunningImageView[]
}

/** The running images, and whether a release may start now. */
async function askGate(target: TargetDescription, journalFolder: string) {
  using aws = createAwsClients(target)
  const { checks, data } = await gateReport(target, aws, gateOptions(journalFolder))
  return { checks, ...(data as GateData) }
}

export async function listImages(
  target: TargetDescription,
  journalFolder: string,
): Promise<readonly RunningImageView[]> {
  const { runningImages } = await askGate(target, journalFolder)
  const places = ({ region, service }: RunningImageView) =>
    REGION_IDS.indexOf(region) * SERVICE_NAMES.length + SERVICE_NAMES.indexOf(service)
  return runningImages.toSorted((left, right) => places(left) - places(right))
}

export async function planRelease(
  target: TargetDescription,
  journalFolder: string,
  request: ReleaseRequest,
): Promise<ReleasePlan> {
  const { checks, order } = await askGate(target, journalFolder)
  return {
    ...request,
    checks,
    isRefused: checks.some(({ verdict }) => verdict === 'failed'),
    order,
    calls: callsOf(target, request),
  }
}

/** A release as terminal commands: our own command, and the AWS calls that it makes. */
function callsOf(
  { name, stackOutputs }: TargetDescription,
  { region, service, digest }: ReleaseRequest,
): readonly string[] {
  const { cluster, services } = stackOutputs.services[region]
  const ecs = `--region ${region} --cluster ${cluster}`
  const serviceName = services.find((each) => each.includes(service)) ?? service
  const family = `$(aws ecs describe-services ${ecs} --services ${serviceName} --query 'services[0].taskDefinition' --output text)`
  const outputs = name === 'aws' ? ' --outputs outputs.json' : ''
  return [
    `npm run deploy-region -- --target ${name}${outputs} --region ${region} --confirm ${region} --image ${service}=${digest}`,
    `aws ecs describe-task-definition --region ${region} --task-definition "${family}" --query taskDefinition > revision.json`,
    // The image in the file is replaced in between.
    `aws ecs register-task-definition --region ${region} --cli-input-json file://revision.json`,
    `aws ecs update-service ${ecs} --service ${serviceName} --task-definition <the new revision>`,
    `aws ecs wait services-stable ${ecs} --services ${serviceName}`,
  ]
}

/** Like `npm run deploy-region`: gate, rollout, watch, smoke test, and rollback if one of them fails. */
export async function release(
  target: TargetDescription,
  journalFolder: string,
  { region, service, digest }: ReleaseRequest,
  { say, judge }: Work,
): Promise<void> {
  using aws = createAwsClients(target)
  const { verdict, checks, notes } = await deployRegion(target, aws, {
    ...gateOptions(journalFolder),
    ...patienceFor(target),
    region,
    images: { [service]: digest },
    bakeMs: bakeSecondsOf(target) * MS_PER_SECOND,
    smokeTest: () => smokeTest(target),
    onProgress: (_done, _total, what) => say(what),
  })
  judge(checks)
  for (const note of notes) say(note)
  if (verdict === 'failed') throw new OperationRefusedError('The release does not hold; the checks say why.')
  say(`${service} runs the release in ${region}`)
}
