import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type {
  DistributionConfig,
  UpdateDistributionRequest,
  UpdateDistributionResult,
} from '@aws-sdk/client-cloudfront'
import { AwsError } from '../../../../kernel/wire-service.ts'
import type { Distribution } from '../../model/distribution.ts'
import { type CloudFrontControl, distributionOrError, modifiedAt } from '../context.ts'
import { configShape, distributionShape } from '../shapes.ts'

/** Takes the ETag of the configuration that was read, and a new comment; all else can only be changed in the program. */
export const updateDistribution =
  (control: CloudFrontControl) =>
  ({ DistributionConfig: wanted, Id, IfMatch }: UpdateDistributionRequest): UpdateDistributionResult => {
    const current = distributionOrError(control, Id)
    if (!IfMatch)
      throw new AwsError(
        'InvalidIfMatchVersion',
        'The If-Match version is missing or not valid for the resource.',
      )
    if (IfMatch !== current.etag)
      throw new AwsError(
        'PreconditionFailed',
        'The request failed because it didn’t meet the preconditions.',
        412,
      )
    const other = changedMember(configShape(current), wanted)
    if (other !== undefined)
      throw new AwsError('InvalidArgument', `This world does not change ${other}; change the program.`)
    const revised: Distribution = { ...current, comment: wanted?.Comment ?? '', etag: nextEtag(current.etag) }
    control.revisions.set(revised.id, { distribution: revised, atMs: control.clock.now() })
    return { Distribution: distributionShape(revised, modifiedAt(control, revised.id)), ETag: revised.etag }
  }

const CHANGEABLE = 'Comment'

/** The first changed member, in order of name. */
function changedMember(
  current: DistributionConfig,
  wanted: DistributionConfig | undefined,
): string | undefined {
  const [before, after] = [current, wanted ?? {}].map((config) => stated(config) ?? {})
  const names = new Set([...Object.keys(before as object), ...Object.keys(after as object)])
  return [...names]
    .sort()
    .find((name) => name !== CHANGEABLE && !isDeepStrictEqual(member(before, name), member(after, name)))
}

const member = (config: unknown, name: string): unknown => (config as Record<string, unknown>)[name]

/** Drops empty values: some clients send empty strings and lists where others omit them. */
function stated(value: unknown): unknown {
  if (value === '' || value === undefined || value === null) return undefined
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(stated)
  if (typeof value !== 'object') return value
  const members = Object.entries(value)
    .map(([name, content]) => [name, stated(content)] as const)
    .filter(([, content]) => content !== undefined)
  return Object.fromEntries(members)
}

const nextEtag = (etag: string): string =>
  `E${createHash('sha256').update(etag).digest('hex').slice(0, 13).toUpperCase()}`
