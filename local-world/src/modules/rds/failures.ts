// The database failures that drills can inject.
import type { RegionId } from '@meridian/topology'
import type { FailureKind, Heal } from '../../kernel/failure.ts'
import type { FailureFields } from '../../kernel/failure-fields.ts'
import type { RunningRds } from './running.ts'

/** A host failure: RDS notices and restarts the instance after its delay. */
const killDatabase: FailureKind<RunningRds> = {
  kind: 'kill-database',
  summary: 'kills a database server; RDS starts it again',
  prepare(fields, rds) {
    const instance = instanceIn(fields, rds)
    return {
      subject: { instance },
      async inject() {
        await rds.kill(instance)
        return undefined
      },
    }
  },
}

/** A server that hangs: connections stay open, nothing is answered, and RDS does not notice. */
const freezeDatabase: FailureKind<RunningRds> = {
  kind: 'freeze-database',
  summary: 'halts every process of a database server',
  prepare(fields, rds) {
    const instance = instanceIn(fields, rds)
    return {
      subject: { instance },
      async inject() {
        await rds.freeze(instance)
        return whileItExists(rds, instance, () => rds.thaw(instance))
      },
    }
  },
}

/** Every WAL flush takes longer, and so does every commit. */
const slowDisk: FailureKind<RunningRds> = {
  kind: 'slow-disk',
  summary: 'lets every flush of a database server take longer',
  prepare(fields, rds) {
    const instance = instanceIn(fields, rds)
    const ms = fields.amount('ms')
    return {
      subject: { instance, ms },
      async inject() {
        await rds.slowDisk(instance, ms)
        return whileItExists(rds, instance, () => rds.slowDisk(instance, 0))
      },
    }
  },
}

/** The region's readers serve what they have; a promotion there loses what is held. */
const pauseReplication: FailureKind<RunningRds> = {
  kind: 'pause-replication',
  summary: 'holds the stream of changes into a secondary region',
  prepare(fields, rds) {
    const region = regionIn(fields, rds)
    return {
      subject: { region },
      inject() {
        rds.pauseReplication(region)
        return () => rds.resumeReplication(region)
      },
    }
  },
}

/** Bounded lag, as under load. */
const delayReplication: FailureKind<RunningRds> = {
  kind: 'delay-replication',
  summary: 'lets changes arrive later in a secondary region',
  prepare(fields, rds) {
    const region = regionIn(fields, rds)
    const ms = fields.amount('ms')
    return {
      subject: { region, ms },
      inject() {
        rds.delayReplication(region, ms)
        return () => rds.resumeReplication(region)
      },
    }
  },
}

export const RDS_FAILURES = [killDatabase, freezeDatabase, slowDisk, pauseReplication, delayReplication]

export async function loseDatabases(rds: RunningRds, region: RegionId): Promise<Heal> {
  await rds.loseRegion(region)
  return () => rds.restoreRegion(region)
}

/** The writer's id, and every instance with its position in the log. */
export async function describeDatabases(rds: RunningRds) {
  const instances = await Promise.all(
    rds.instances().map(async ({ id, region, role, status }) => ({
      id,
      region,
      role,
      status,
      // A server that is down has no position.
      position: (await rds.position(id).catch(() => undefined)) ?? null,
    })),
  )
  return { writer: instances.find(({ role }) => role === 'writer')?.id ?? null, instances }
}

/** A deleted instance has nothing left to heal. */
const whileItExists =
  (rds: RunningRds, instance: string, heal: Heal): Heal =>
  () =>
    rds.instances().some(({ id }) => id === instance) ? heal() : undefined

const instanceIn = (fields: FailureFields, rds: RunningRds): string =>
  fields.oneOf(
    'instance',
    rds.instances().map(({ id }) => id),
  )

/** A region that has an instance. */
function regionIn(fields: FailureFields, rds: RunningRds): RegionId {
  const regions = new Set(rds.instances().map(({ region }) => region))
  fields.oneOf('region', [...regions])
  return fields.region()
}
