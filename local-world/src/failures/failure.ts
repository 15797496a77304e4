import type { Place } from '@meridian/topology'
import type { MachineMonitor } from '../kernel/machine-load/index.ts'
import type { World } from '../kernel/module.ts'
import type { RunningEcs } from '../modules/ecs/running.ts'
import type { RunningElbv2 } from '../modules/elbv2/running.ts'
import type { RunningRds } from '../modules/rds/running.ts'
import type { ControlOutages } from '../wire/outages.ts'
import type { FaultFields } from './fields.ts'
import type { LinkFaults } from './link-failures.ts'

/** What faults act upon. Modules that a small world does not have are absent. */
export interface FaultTargets {
  readonly world: Pick<World, 'clock' | 'graph' | 'journal' | 'wan'>
  readonly machine: Pick<MachineMonitor, 'load'>
  readonly links: LinkFaults
  readonly outages: ControlOutages
  readonly ecs: RunningEcs | undefined
  readonly elbv2: RunningElbv2 | undefined
  readonly rds: RunningRds | undefined
}

/** Ends a fault; called once. */
export type Heal = () => Promise<void> | void

/** What a fault does to whom: plain values, as they are listed. */
export type FaultSubject = Readonly<Record<string, string | number | boolean>>

export interface PreparedFault {
  /** The request's fields as they were understood. */
  readonly subject: FaultSubject
  /** Begins it; without a heal it is over at once, as a killed process is. */
  inject(): Promise<Heal | undefined> | Heal | undefined
}

/** One kind of thing that can go wrong. */
export interface FaultKind {
  readonly kind: string
  /** One sentence for people. */
  readonly summary: string
  /** Reads the request and finds what it names; throws FaultRefused, and changes nothing. */
  prepare(fields: FaultFields, targets: FaultTargets): PreparedFault
}

/** A fault that was injected. */
export interface Fault {
  readonly id: string
  readonly kind: string
  /** ISO 8601, UTC. */
  readonly since: string
  /** When it heals by itself. */
  readonly until?: string
  /** It happened and is over: there is nothing to heal. */
  readonly isMomentary: boolean
  readonly subject: FaultSubject
}

/** Both ends of a way between two places. */
export interface Ends {
  readonly from: Place
  readonly to: Place
}
