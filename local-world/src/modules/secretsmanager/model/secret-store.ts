import type { RegionId } from '@meridian/topology'
import { AwsError } from '../../../kernel/wire-service.ts'
import { inRegion, type RotationPlan, type SecretPlan, type SecretVersionPlan } from '../plan/plan.ts'
import {
  CURRENT,
  PENDING,
  refuseMove,
  refuseTooManyLabels,
  type StageMove,
  withoutDeprecated,
  withStage,
} from './staging.ts'

export interface StoredVersion extends Omit<SecretVersionPlan, 'secretString'> {
  readonly createdAtMs: number
  /** Undefined after a rotation has announced the version and before it has set the value. */
  readonly secretString: string | undefined
}

export type ReadableVersion = StoredVersion & Pick<SecretVersionPlan, 'secretString'>

export interface StoredSecret {
  readonly plan: SecretPlan
  readonly createdAtMs: number
  readonly changedAtMs: number
  readonly versions: readonly StoredVersion[]
  /** The rotation function and schedule; kept when rotation is cancelled. */
  readonly rotation: RotationPlan | undefined
  readonly isRotationEnabled: boolean
  readonly lastRotatedAtMs: number | undefined
}

export type NewVersion = Pick<SecretVersionPlan, 'id' | 'secretString' | 'stages'>

export interface VersionSelector {
  readonly versionId?: string | undefined
  readonly stage?: string | undefined
}

/** The secrets of all regions. Replicas share the primary's value (replication lag is not modelled). */
export class SecretStore {
  readonly #secrets = new Map<string, StoredSecret>()

  constructor(plans: readonly SecretPlan[], nowMs: number) {
    for (const plan of plans) {
      const versions = plan.versions.map((version) => ({ ...version, createdAtMs: nowMs }))
      this.#secrets.set(plan.arn, {
        plan,
        versions,
        createdAtMs: nowMs,
        changedAtMs: nowMs,
        lastRotatedAtMs: undefined,
        rotation: plan.rotation,
        isRotationEnabled: plan.rotation !== undefined,
      })
    }
  }

  /** Secrets that exist in this region: its own, and replicas of others. */
  inRegion(region: RegionId): readonly StoredSecret[] {
    return [...this.#secrets.values()].filter((secret) => standsIn(secret, region))
  }

  /** By ARN (full, or without the suffix of six characters) or name, as seen from a region. */
  find(secretId: string, region: RegionId): StoredSecret {
    const secret = this.inRegion(region).find((candidate) => {
      const arn = inRegion(candidate.plan.arn, region)
      return (
        secretId === arn || secretId === arn.slice(0, -'-suffix'.length) || secretId === candidate.plan.name
      )
    })
    if (secret) return secret
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
  }

  /** By id, by staging label, or by both, which must match. */
  version(secret: StoredSecret, { versionId, stage }: VersionSelector = {}): ReadableVersion {
    const label = stage ?? CURRENT
    const version = secret.versions.find((candidate) =>
      versionId === undefined ? candidate.stages.includes(label) : candidate.id === versionId,
    )
    if (version && stage !== undefined && !version.stages.includes(stage))
      throw new AwsError(
        'InvalidRequestException',
        'You provided a VersionStage that is not associated to the provided VersionId.',
      )
    if (version?.secretString !== undefined) return { ...version, secretString: version.secretString }
    const wanted = versionId === undefined ? `staging label: ${label}` : `VersionId: ${versionId}`
    throw new AwsError(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for ${wanted}`,
    )
  }

  /** Adds a version with its labels; repeating a request changes nothing. Replicas are read-only. */
  put(secretId: string, region: RegionId, value: NewVersion, nowMs: number): StoredVersion {
    const secret = this.writable(secretId, region)
    const { id, secretString, stages } = value
    const known = secret.versions.find((version) => version.id === id)
    if (known?.secretString === secretString) return known
    if (known?.secretString !== undefined)
      throw new AwsError('ResourceExistsException', 'A resource with the ID you requested already exists.')
    const added: StoredVersion = { id, secretString, stages: known?.stages ?? [], createdAtMs: nowMs }
    const others = secret.versions.filter((version) => version.id !== id)
    const versions = stages.reduce<readonly StoredVersion[]>(
      (labelled, stage) => withStage(labelled, stage, id),
      [...others, added],
    )
    const changed = this.#change(secret, versions, nowMs)
    return this.version(changed, { versionId: id })
  }

  moveStage(secretId: string, region: RegionId, move: StageMove, nowMs: number): StoredSecret {
    const secret = this.writable(secretId, region)
    refuseMove(secret.versions, move)
    return this.#change(secret, withStage(secret.versions, move.stage, move.to), nowMs)
  }

  /** Announces the version that a rotation is about to create: its label exists before its value. */
  announcePending(secretId: string, region: RegionId, versionId: string, nowMs: number): StoredSecret {
    const secret = this.writable(secretId, region)
    if (secret.versions.some(({ id }) => id === versionId)) return secret
    const empty: StoredVersion = { id: versionId, secretString: undefined, stages: [], createdAtMs: nowMs }
    return this.#change(secret, withStage([...secret.versions, empty], PENDING, versionId), nowMs)
  }

  rotateBy(
    secretId: string,
    region: RegionId,
    rotation: RotationPlan | undefined,
    nowMs: number,
  ): StoredSecret {
    const secret = this.writable(secretId, region)
    const isRotationEnabled = rotation !== undefined
    return this.#keep({
      ...secret,
      isRotationEnabled,
      changedAtMs: nowMs,
      rotation: rotation ?? secret.rotation,
    })
  }

  noticeRotated(arn: string, nowMs: number): void {
    const secret = this.#secrets.get(arn)
    if (!secret) return
    this.#keep({ ...secret, lastRotatedAtMs: nowMs })
  }

  replicateTo(secretId: string, region: RegionId, replicaRegions: readonly RegionId[]): StoredSecret {
    const secret = this.writable(secretId, region)
    return this.#keep({ ...secret, plan: { ...secret.plan, replicaRegions } })
  }

  /** Turns a replica into an independent secret with its current values. */
  standAlone(secretId: string, region: RegionId): StoredSecret {
    const primary = this.find(secretId, region)
    if (primary.plan.region === region)
      throw new AwsError(
        'InvalidRequestException',
        'This operation can be performed on a replica secret only.',
      )
    const others = primary.plan.replicaRegions.filter((replica) => replica !== region)
    this.#keep({ ...primary, plan: { ...primary.plan, replicaRegions: others } })
    const arn = inRegion(primary.plan.arn, region)
    const plan = { ...primary.plan, arn, region, replicaRegions: [], rotation: undefined }
    return this.#keep({ ...primary, plan, rotation: undefined, isRotationEnabled: false })
  }

  #keep(secret: StoredSecret): StoredSecret {
    this.#secrets.set(secret.plan.arn, secret)
    return secret
  }

  /** The secret itself; throws for a replica, which is read-only. */
  writable(secretId: string, region: RegionId): StoredSecret {
    const secret = this.find(secretId, region)
    if (secret.plan.region === region) return secret
    throw new AwsError(
      'InvalidRequestException',
      `You can't perform this operation on the replica secret. Use the primary secret in ${secret.plan.region}.`,
    )
  }

  #change(secret: StoredSecret, versions: readonly StoredVersion[], nowMs: number): StoredSecret {
    refuseTooManyLabels(versions)
    const changed = { ...secret, versions: withoutDeprecated(versions), changedAtMs: nowMs }
    this.#secrets.set(secret.plan.arn, changed)
    return changed
  }
}

const standsIn = ({ plan }: StoredSecret, region: RegionId): boolean =>
  plan.region === region || plan.replicaRegions.includes(region)
