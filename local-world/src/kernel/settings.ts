import type { LatencyTable } from '@meridian/topology'

/** `fast` compresses AWS's delays so that a drill takes seconds; `aws` keeps them. */
export type Pace = 'fast' | 'aws'

/** What a user may choose about a world; everything else comes from the program. */
export interface WorldSettings {
  readonly pace: Pace
  /** Factor on AWS's intervals and delays (health checks, deregistration, DNS propagation). */
  readonly timeScale: number
  /** Time-out of a connection that no rule permits, in milliseconds; on AWS only the client's own time-out ends it. */
  readonly dropTimeoutMs: number
  /** How long a start may make no progress before it is abandoned, in milliseconds; one that makes progress has no limit. */
  readonly stallLimitMs: number
  /** No credential is required, and web pages may send requests. */
  readonly isOpen: boolean
  readonly wan: {
    readonly table: LatencyTable
    /** Each direction's delay varies by up to this much, in milliseconds. */
    readonly jitterMs: number
    /** Of each link, per connection, in megabits per second. */
    readonly bandwidthMbps: number
  }
  /** Loopback ports that can be fixed; 0 takes any free one. */
  readonly ports: {
    readonly control: number
    readonly console: number
    readonly dns: number
    readonly failures: number
  }
  /** Folders with the contents of built images, by service: its tasks start there; without one they start in the checkout. */
  readonly images?: Readonly<Record<string, string>>
}

const TIME_SCALES: Readonly<Record<Pace, number>> = { fast: 0.1, aws: 1 }

export const STALL_LIMIT_MS = 60_000

export function createSettings(overrides: Partial<WorldSettings> = {}): WorldSettings {
  const pace = overrides.pace ?? 'fast'
  return {
    pace,
    ...(overrides.images && { images: overrides.images }),
    timeScale: overrides.timeScale ?? TIME_SCALES[pace],
    dropTimeoutMs: overrides.dropTimeoutMs ?? 1_000,
    stallLimitMs: overrides.stallLimitMs ?? STALL_LIMIT_MS,
    isOpen: overrides.isOpen ?? false,
    wan: overrides.wan ?? { table: 'measured-2017', jitterMs: 1, bandwidthMbps: 1_000 },
    ports: overrides.ports ?? { control: 0, console: 0, dns: 0, failures: 0 },
  }
}
