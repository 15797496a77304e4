// The events of a change of writer, in AWS's words. Source: Aurora User Guide, "Amazon RDS event categories and event
// messages for Aurora"; the hyphen in the DescribeEvents category is from AWS's own EventBridge samples.
import type { RegionId } from '@meridian/topology'

type EventSourceType = 'db-cluster' | 'db-instance' | 'db-cluster-snapshot'

/** What an event is about. */
export interface EventSource {
  readonly type: EventSourceType
  readonly id: string
  readonly arn: string
  readonly region: RegionId
}

/** One event as RDS keeps it. */
export interface RdsEvent {
  /** `RDS-EVENT-0181`: in notifications; DescribeEvents does not return it. */
  readonly id: string
  readonly categories: readonly string[]
  readonly message: string
  readonly source: EventSource
  readonly atMs: number
}

export interface EventText {
  readonly id: string
  readonly categories: readonly string[]
  readonly message: string
}

const globalFailover = (number: string, message: string): EventText => ({
  id: `RDS-EVENT-${number}`,
  categories: ['global-failover'],
  message,
})

const notification = (number: string, message: string, ...others: string[]): EventText => ({
  id: `RDS-EVENT-${number}`,
  categories: ['notification', ...others],
  message,
})

const backup = (number: string, message: string): EventText => ({
  id: `RDS-EVENT-${number}`,
  categories: ['backup'],
  message,
})

interface Named {
  readonly id: string
  readonly region: RegionId
}

const placed = ({ id, region }: Named): string => `DB cluster ${id} in Region ${region}`

/** The event texts, by what happened. */
export const EVENTS = {
  switchoverStarted: (target: Named) =>
    globalFailover('0181', `Global switchover to ${placed(target)} started.`),
  oldPrimaryShutDown: (old: Named) =>
    globalFailover('0182', `Old primary ${placed(old)} successfully shut down.`),
  waitingForMembers: (lag: string) =>
    globalFailover(
      '0183',
      `Waiting for data synchronization across global cluster members. Current lags behind primary DB cluster: ${lag}`,
    ),
  promoted: (target: Named) =>
    globalFailover('0184', `New primary ${placed(target)} was successfully promoted.`),
  switchoverFinished: (target: Named) =>
    globalFailover('0185', `Global switchover to ${placed(target)} finished.`),
  switchoverCancelled: (target: Named) =>
    globalFailover('0186', `Global switchover to ${placed(target)} is cancelled.`),
  switchoverFailed: (target: Named) =>
    globalFailover('0187', `Global switchover to ${placed(target)} failed.`),
  failoverCompleted: (target: Named) =>
    globalFailover('0238', `Global failover to ${placed(target)} completed.`),
  failoverFailed: (target: Named) => globalFailover('0239', `Global failover to ${placed(target)} failed.`),
  resyncStarted: (member: Named) =>
    globalFailover('0240', `Started resynchronizing members of ${placed(member)} after global failover.`),
  resyncFinished: (member: Named) =>
    globalFailover('0241', `Finished resynchronizing members of ${placed(member)} after global failover.`),
  endpointFlipped: () =>
    globalFailover(
      '0397',
      'Aurora finished changing the DNS name that the global writer endpoint resolves to.',
    ),
  waitingForTarget: (lag: string) =>
    globalFailover(
      '0423',
      `Waiting for data synchronization with the target DB cluster. Current target DB cluster lag behind the primary DB cluster: ${lag}.`,
    ),
  writesBlocked: (old: Named) =>
    notification('0390', `Attempt to block writes for ${placed(old)} succeeded.`, 'global database'),
  writesNotBlocked: (old: Named) =>
    notification('0391', `Attempt to block writes for ${placed(old)} timed out.`, 'global database'),
  volumeReplacementStarted: (cluster: Named) =>
    notification('0512', `Volume replacement for DB cluster ${cluster.id} started.`),
  volumeReplacementCompleted: (cluster: Named) =>
    notification('0513', `Volume replacement for DB cluster ${cluster.id} completed.`),
  snapshotStarted: () => backup('0168', 'Creating automated cluster snapshot.'),
  snapshotCreated: () => backup('0169', 'Automated cluster snapshot created.'),
} as const
