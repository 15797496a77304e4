import type { RegionId } from '@meridian/topology'
import { WireFault } from '../../../wire/service.ts'
import { inRegion, type SecretPlan, type SecretVersionPlan } from '../plan.ts'

const CURRENT = 'AWSCURRENT'
const PREVIOUS = 'AWSPREVIOUS'

export interface StoredVersion extends SecretVersionPlan {
  readonly createdAtMs: number
}

export interface StoredSecret {
  readonly plan: SecretPlan
  readonly createdAtMs: number
  readonly changedAtMs: number
  readonly versions: readonly StoredVersion[]
}

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

  /** A new current version; the one before keeps AWSPREVIOUS. Replicas are read-only. */
  put(
    secretId: string,
    region: RegionId,
    versionId: string,
    secretString: string,
    nowMs: number,
  ): StoredVersion {
    const secret = this.find(secretId, region)
    if (secret.plan.region !== region) {
      throw new WireFault(
        'InvalidRequestException',
        `You can't perform this operation on the replica secret. Use the primary secret in ${secret.plan.region}.`,
      )
    }
    const added: StoredVersion = { id: versionId, secretString, stages: [CURRENT], createdAtMs: nowMs }
    const versions = [...secret.versions.map(demoted), added]
    this.#secrets.set(secret.plan.arn, { ...secret, versions, changedAtMs: nowMs })
    return added
  }
}

const standsIn = ({ plan }: StoredSecret, region: RegionId): boolean =>
  plan.region === region || plan.replicaRegions.includes(region)

function demoted(version: StoredVersion): StoredVersion {
  const others = version.stages.filter((stage) => stage !== CURRENT && stage !== PREVIOUS)
  return { ...version, stages: version.stages.includes(CURRENT) ? [...others, PREVIOUS] : others }
}
