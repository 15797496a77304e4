import { REGION_IDS, type RegionId } from '@meridian/topology'
import type { GlobalDatabase } from './global-database.ts'
import type { Operation } from './operation.ts'
import type { OperationResult } from './run-operation.ts'

/** What to do after an operation, with commands to copy; empty if nothing is left to do. */
export function nextSteps(
  target: 'local' | 'aws',
  operation: Operation,
  outcome: OperationResult,
): readonly string[] {
  const { from, to, kind } = operation
  const others = REGION_IDS.filter((region) => region !== to.region)
  const run = (rest: string) => `npm run failover -- ${rest} --target ${target}`
  const failOverTo = (regions: readonly RegionId[]) =>
    regions.map((region) => run(`failover --to ${region} --supersede`)).join('  or  ')
  if (outcome.isOverdue) return [...overdueSteps(), `If ${to.region} is lost: ${failOverTo(others)}`]
  if (outcome.state === 'failed')
    return [
      `Why AWS ended it: ${target === 'local' ? 'npm run aws --' : 'aws'} rds describe-events --region ${from.region} --source-type db-cluster --source-identifier ${from.clusterId} --duration 60`,
      `Once the cause is gone: ${run(`${kind} --to ${to.region}`)}`,
      `If ${from.region} is lost: ${failOverTo(REGION_IDS.filter((region) => region !== from.region))}`,
    ]
  if (outcome.state === 'abandoned')
    return [`Nothing was changed. To begin again: ${run(`${kind} --to ${to.region}`)}`]
  if (kind === 'failover')
    return [
      `That every region writes and reads: npm run verify-deployment -- --target ${target}`,
      `If ${others.join(' and ')} are lost, ${to.region} takes no writes until it is declared the last region: ${run(`last-region --region ${to.region}`)}`,
      `The way home, once every member follows: ${run('failback')}`,
    ]
  return []

  function overdueSteps(): readonly string[] {
    const goOn = `To go on waiting: ${run('resume')}`
    if (outcome.state !== 'promoted')
      return outcome.state === 'running'
        ? [`AWS took the call and has not finished. ${goOn}`]
        : [`Whether AWS took the call is not known. resume looks before it calls again. ${goOn}`]
    const apart = regionsApart(outcome.lastDatabase)
    const who = apart.length > 0 ? apart.join(', ') : 'unknown'
    return [
      `${to.region} is the writer. Members that do not follow it until they can be reached: ${who}. ${goOn}`,
    ]
  }
}

function regionsApart(database: GlobalDatabase | undefined): readonly string[] {
  return (database?.members ?? [])
    .filter(({ isWriter, synchronization }) => !isWriter && synchronization !== 'connected')
    .map(({ arn }) => arn.split(':')[3] ?? arn)
}
