import type { RegionId } from '@meridian/topology'
import { WireFault } from '../../../wire/service.ts'
import { inRegion, type SecretPlan, type SecretVersionPlan } from '../plan.ts'
import { CURRENT, refuseMove, type StageMove, withStage } from './staging.ts'

export interface StoredVersion extends SecretVersionPlan {
  readonly createdAtMs: number
}

export interface StoredSecret {
  readonly plan: SecretPlan
  readonly createdAtMs: number
  readonly changedAtMs: number
  readonly versions: readonly StoredVersion[]
}

export type NewVersion = Pick<SecretVersionPlan, 'id' | 'secretString' | 'stages'>

export interface VersionSelector {
  readonly versionId?: string | undefined
  readonly stage?: string | undefined
}

/** The secrets of all regions: one value per secret, seen alike through every replica (replication lag is not modelled). */
export class SecretStore {
  readonly #secrets = new Map<string, StoredSecret>()

  constructor(plans: readonly SecretPlan[], nowMs: number) {
    for (const plan of plans) {
      const versions = plan.versions.map((version) => ({ ...version, createdAtMs: nowMs }))
      this.#secrets.set(plan.arn, { plan, createdAtMs: nowMs, changedAtMs: nowMs, versions })
    }
  }

  /** Secrets that have a body in this region: its own, and replicas of others. */
  inRegion(region: RegionId): readonly StoredSecret[] {
    return [...this.#secrets.values()].filter((secret) => standsIn(secret, region))
  }

  /** By ARN (whole, or without its six last characters) or name, as seen from a region. */
  find(secretId: string, region: RegionId): StoredSecret {
    const secret = this.inRegion(region).find((candidate) => {
      const arn = inRegion(candidate.plan.arn, region)
      return (
        secretId === arn || secretId === arn.slice(0, -'-suffix'.length) || secretId === candidate.plan.name
      )
    })
    if (secret) return secret
    throw new WireFault('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
  }

  version(secret: StoredSecret, { versionId, stage = CURRENT }: VersionSelector = {}): StoredVersion {
    const version = secret.versions.find((candidate) =>
      versionId === undefined ? candidate.stages.includes(stage) : candidate.id === versionId,
    )
    if (version) return version
    const wanted = versionId === undefined ? `staging label: ${stage}` : `VersionId: ${versionId}`
    throw new WireFault(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for ${wanted}`,
    )
  }

  /** A new version with its labels; the same request again changes nothing. Replicas are read-only. */
  put(secretId: string, region: RegionId, value: NewVersion, nowMs: number): StoredVersion {
    const secret = this.#writable(secretId, region)
    const { id, secretString, stages } = value
    const known = secret.versions.find((version) => version.id === id)
    if (known?.secretString === secretString) return known
    if (known)
      throw new WireFault('ResourceExistsException', 'A resource with the ID you requested already exists.')
    const added: StoredVersion = { id, secretString, stages: [], createdAtMs: nowMs }
    const versions = stages.reduce<readonly StoredVersion[]>(
      (labelled, stage) => withStage(labelled, stage, id),
      [...secret.versions, added],
    )
    const changed = this.#change(secret, versions, nowMs)
    return this.version(changed, { versionId: id })
  }

  moveStage(secretId: string, region: RegionId, move: StageMove, nowMs: number): StoredSecret {
    const secret = this.#writable(secretId, region)
    refuseMove(secret.versions, move)
    return this.#change(secret, withStage(secret.versions, move.stage, move.to), nowMs)
  }

  #writable(secretId: string, region: RegionId): StoredSecret {
    const secret = this.find(secretId, region)
    if (secret.plan.region === region) return secret
    throw new WireFault(
      'InvalidRequestException',
      `You can't perform this operation on the replica secret. Use the primary secret in ${secret.plan.region}.`,
    )
  }

  #change(secret: StoredSecret, versions: readonly StoredVersion[], nowMs: number): StoredSecret {
    const changed = { ...secret, versions, changedAtMs: nowMs }
    this.#secrets.set(secret.plan.arn, changed)
    return changed
  }
}

const standsIn = ({ plan }: StoredSecret, region: RegionId): boolean =>
  plan.region === region || plan.replicaRegions.includes(region)
