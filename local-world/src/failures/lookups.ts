import { type Place, placeName, type RegionId } from '@meridian/topology'
import type { TaskView } from '../modules/ecs/running.ts'
import type { RunningRds } from '../modules/rds/running.ts'
import { FaultRefused } from './errors.ts'
import type { Ends, FaultTargets } from './failure.ts'
import type { FaultFields } from './fields.ts'

/** The task that a request names, by ARN, by id, or by the beginning of an id. */
export function taskIn(fields: FaultFields, { ecs }: FaultTargets): TaskView {
  const tasks = (ecs?.tasks() ?? []).filter(({ lastStatus }) => lastStatus !== 'STOPPED')
  const names = tasks.map(
    ({ id, region, taskDefinitionArn }) => `${id} (${familyOf(taskDefinitionArn)}, ${region})`,
  )
  const wanted = fields.text('task', `a running task: ${names.join(', ') || '(there is none)'}`)
  const found = tasks.filter(({ arn, id }) => arn === wanted || id.startsWith(wanted))
  const [task, another] = found
  if (task && !another) return task
  throw new FaultRefused(
    `${found.length === 0 ? 'No running task is' : 'Several tasks are'} called "${wanted}"; there are ${names.join(', ') || 'none'}`,
  )
}

const familyOf = (taskDefinitionArn: string): string =>
  taskDefinitionArn.split('/').at(-1) ?? taskDefinitionArn

/** The databases and the instance that a request names. */
export function instanceIn(
  fields: FaultFields,
  { rds }: FaultTargets,
): { readonly rds: RunningRds; readonly instance: string } {
  const instance = fields.oneOf('instance', rds?.instances().map(({ id }) => id) ?? [])
  // Without databases the list is empty, and nothing is one of it.
  return { rds: rds as RunningRds, instance }
}

/** The databases and the region that a request names: one that has an instance. */
export function databasesIn(
  fields: FaultFields,
  { rds }: FaultTargets,
): { readonly rds: RunningRds; readonly region: RegionId } {
  const regions = new Set(rds?.instances().map(({ region }) => region))
  fields.oneOf('region', [...regions])
  return { rds: rds as RunningRds, region: fields.region() }
}

/** Both ends of a link; a link from a place to itself is none. */
export function endsIn(fields: FaultFields): Ends {
  const [from, to] = [fields.place('from'), fields.place('to')]
  if (placeName(from) !== placeName(to)) return { from, to }
  throw new FaultRefused(`A link leads from one place to another; both ends are ${placeName(from)}`)
}

/** As a request names it. */
export const idOf = (place: Place): string => (place.kind === 'region' ? place.region : place.city)
