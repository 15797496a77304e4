import type { AwsClients, TargetDescription } from '@meridian/operator-tools'

/** The target as it is open now: another world, another one of these. */
export interface OpenTarget {
  readonly description: TargetDescription
  readonly aws: AwsClients
  /** What a source keeps for as long as the target is open: made once, and closed with the target. */
  keep<Kept extends AsyncDisposable>(key: string, make: () => Promise<Kept>): Promise<Kept>
}

/** Something that is polled while somebody watches. */
export interface Source<Value = unknown> {
  readonly key: string
  readonly everyMs: number
  /** Why this target cannot have it; then it is never read. */
  lacks?(target: TargetDescription): string | undefined
  read(target: OpenTarget): Promise<Value>
}
