import { AwsError } from '../../../kernel/wire-service.ts'

export const CURRENT = 'AWSCURRENT'
export const PENDING = 'AWSPENDING'
const PREVIOUS = 'AWSPREVIOUS'

/** A version's id and staging labels. */
interface Labelled {
  readonly id: string
  readonly stages: readonly string[]
}

/**
 * Puts a label on one version and removes it from any other: a label is on one version at a time. The version that
 * loses AWSCURRENT gets AWSPREVIOUS.
 */
export function withStage<Version extends Labelled>(
  versions: readonly Version[],
  stage: string,
  versionId: string | undefined,
): readonly Version[] {
  const holder = versions.find(({ stages }) => stages.includes(stage))
  if (holder?.id === versionId) return versions
  const moved = versions.map((version) => ({
    ...version,
    stages: [
      ...version.stages.filter((label) => label !== stage),
      ...(version.id === versionId ? [stage] : []),
    ],
  }))
  return stage === CURRENT && holder ? withStage(moved, PREVIOUS, holder.id) : moved
}

/** Secrets Manager deletes unlabelled versions beyond a hundred; its quota is twenty labels. */
const MOST_DEPRECATED = 100
const MOST_LABELS = 20

/** Drops the oldest unlabelled versions beyond the limit; the newest version comes last. */
export function withoutDeprecated<Version extends Labelled>(
  versions: readonly Version[],
): readonly Version[] {
  const deprecated = versions.filter(({ stages }) => stages.length === 0)
  const leaving = new Set(deprecated.slice(0, -MOST_DEPRECATED))
  return versions.filter((version) => !leaving.has(version))
}

export function refuseTooManyLabels(versions: readonly Labelled[]): void {
  const labels = versions.reduce((sum, { stages }) => sum + stages.length, 0)
  if (labels > MOST_LABELS)
    throw new AwsError(
      'LimitExceededException',
      `A secret can have at most ${MOST_LABELS} staging labels over all its versions.`,
    )
}

export interface StageMove {
  readonly stage: string
  readonly from: string | undefined
  readonly to: string | undefined
}

/** Throws what UpdateSecretVersionStage refuses, with AWS's messages. */
export function refuseMove(versions: readonly Labelled[], { stage, from, to }: StageMove): void {
  const holder = versions.find(({ stages }) => stages.includes(stage))
  const unknown = [from, to].find((id) => id !== undefined && !versions.some((version) => version.id === id))
  if (unknown !== undefined)
    throw new AwsError(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for VersionId: ${unknown}`,
    )
  if (from === undefined && to === undefined)
    throw refused(
      'You must specify RemoveFromVersionId, MoveToVersionId or both: the label can be taken from one version and given to another.',
    )
  if (stage === CURRENT && to === undefined)
    throw refused(
      `You can only move staging label ${CURRENT} to a different secret version. It can't be completely removed.`,
    )
  if (holder && holder.id !== to && from === undefined)
    throw refused(
      `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ${holder.id}, so you must explicitly reference that version in RemoveFromVersionId.`,
    )
  if (from !== undefined && holder?.id !== from)
    throw refused(`Staging label ${stage} is not attached to version ${from}.`)
}

const refused = (message: string) => new AwsError('InvalidParameterException', message)
