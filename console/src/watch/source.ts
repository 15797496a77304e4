import type { AwsClients, TargetDescription } from '@meridian/operator-tools'

/** The target as it is open now: a restarted world is another one. */
export interface OpenTarget {
  readonly description: TargetDescription
  readonly aws: AwsClients
  /** Returns an object kept as long as the target is open: created once, and closed with the target. */
  keep<Kept extends AsyncDisposable>(key: string, make: () => Promise<Kept>): Promise<Kept>
}

/** Data that is polled while somebody watches. */
export interface Source<Value = unknown> {
  readonly key: string
  readonly everyMs: number
  /** Why this target cannot have it; if so, it is never read. */
  lacks?(target: TargetDescription): string | undefined
  read(target: OpenTarget): Promise<Value>
}
