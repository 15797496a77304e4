import type { LatencyTable } from '@meridian/topology'

/** `fast` compresses AWS's delays so that a drill takes seconds; `aws` keeps them. */
export type Pace = 'fast' | 'aws'

/** What a person may choose about a world; everything else comes from the program. */
export interface WorldSettings {
  readonly pace: Pace
  /** Factor on AWS's intervals and delays (health checks, deregistration, DNS propagation). */
  readonly timeScale: number
  /** How long a connection that no rule permits waits before it times out, in milliseconds; AWS lets the client's own time-out run. */
  readonly dropTimeoutMs: number
  /** How long a start may stand still before it is given up, in milliseconds; one that gets somewhere may take as long as it takes. */
  readonly stallLimitMs: number
  /** Nobody is asked for the world's credential, and web pages are let in. */
  readonly isOpen: boolean
  readonly wan: {
    readonly table: LatencyTable
    /** Each direction's delay varies by up to this much, in milliseconds. */
    readonly jitterMs: number
    /** Of each link, per connection, in megabits per second. */
    readonly bandwidthMbps: number
  }
  /** Loopback ports that a person may want to be the same every time; 0 takes any free one. */
  readonly ports: {
    readonly control: number
    readonly console: number
    readonly dns: number
    readonly failures: number
  }
  /** Folders with what built images hold, by service: its tasks start in there. The checkout stands for a service without one. */
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
