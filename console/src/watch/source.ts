import type { AwsClients, TargetDescription } from '@meridian/operator-tools'

/** The target as it is open now: another world, another one of these. */
export interface OpenTarget {
  readonly description: TargetDescription
  readonly aws: AwsClients
}

/** Something that is read again and again while somebody watches. */
export interface Source<Value = unknown> {
  readonly key: string
  readonly everyMs: number
  /** Why this target cannot have it; then it is never read. */
  lacks?(target: TargetDescription): string | undefined
  read(target: OpenTarget): Promise<Value>
}
