import type { Fault, FaultTargets } from './failure.ts'

/** What is so right now, for people and tests; a drill's checkers never look at it. */
export async function worldState({ ecs, machine, rds, world }: FaultTargets, faults: readonly Fault[]) {
  const instances = await Promise.all(
    (rds?.instances() ?? []).map(async ({ id, region, role, status }) => ({
      id,
      region,
      role,
      status,
      // A server that is down has no position.
      position: (await rds?.position(id).catch(() => undefined)) ?? null,
    })),
  )
  const tasks = (ecs?.tasks() ?? [])
    .filter(({ lastStatus }) => lastStatus !== 'STOPPED')
    .map(({ arn, region, serviceArn, taskDefinitionArn, lastStatus }) => ({
      arn,
      region,
      service: serviceArn?.split('/').at(-1) ?? null,
      taskDefinition: taskDefinitionArn.split('/').at(-1),
      status: lastStatus,
    }))
  return {
    writer: instances.find(({ role }) => role === 'writer')?.id ?? null,
    instances,
    tasks,
    links: world.wan.table().map(({ from, to, state }) => ({ from, to, ...state })),
    machine: machine.load(),
    faults,
  }
}
