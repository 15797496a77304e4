import type { Waiver } from '../src/waiver.ts'
import { SHARED_WAIVERS } from './shared.ts'

const REVIEW_BY = '2027-05-31'
const PUSHED_BY_HAND =
  'A demonstration’s images are pushed by hand under latest, the one tag that may move; production names a release that cannot.'

/** The proof of concept is created in the morning and destroyed in the evening, and holds no data worth keeping. */
export const POC_WAIVERS: readonly Waiver[] = [
  ...SHARED_WAIVERS,
  {
    rule: 'image-is-pinned',
    resource: 'aws:ecs/taskDefinition:TaskDefinition::*',
    property: 'containerDefinitions[m*].image',
    reason: PUSHED_BY_HAND,
    reviewBy: REVIEW_BY,
  },
  {
    rule: 'image-is-pinned',
    resource: 'aws:ecs/taskDefinition:TaskDefinition::*',
    property: 'containerDefinitions[frontend].image',
    reason: PUSHED_BY_HAND,
    reviewBy: REVIEW_BY,
  },
  {
    rule: 'database-has-standby',
    resource: 'aws:rds/cluster:Cluster::database-*',
    reason:
      'One instance a region halves the price of the database. The failover between regions, which this stack is there to show, needs no second one.',
    reviewBy: REVIEW_BY,
  },
  {
    rule: 'database-keeps-backups',
    resource: 'aws:rds/cluster:Cluster::database-*',
    reason: 'The stack lives for a day and its rows are made up; one day is the least that Aurora allows.',
    reviewBy: REVIEW_BY,
  },
  {
    rule: 'database-undeletable',
    resource: 'aws:rds/*',
    reason: 'It has to be destroyed by one command in the evening, or it goes on costing.',
    reviewBy: REVIEW_BY,
  },
  {
    rule: 'load-balancer-undeletable',
    resource: 'aws:lb/loadBalancer:LoadBalancer::*',
    reason: 'It has to be destroyed by one command in the evening, or it goes on costing.',
    reviewBy: REVIEW_BY,
  },
  {
    rule: 'database-final-snapshot',
    resource: 'aws:rds/cluster:Cluster::database-*',
    reason: 'A snapshot of made-up rows would stay in the account, and be paid for, after every evening.',
    reviewBy: REVIEW_BY,
  },
  {
    rule: 'database-capacity-floor',
    resource: 'aws:rds/cluster:Cluster::database-*',
    reason:
      'Half a capacity unit carries the load of a demonstration. AWS recommends eight for a primary under real load; replication lag here is therefore not a figure for production.',
    reviewBy: REVIEW_BY,
  },
  {
    rule: 'nat-in-own-zone',
    resource: 'aws:ec2/subnet:Subnet::*-network-private-*',
    reason:
      'One NAT gateway a region saves half of their price. A lost zone may cost a demonstration its way to AWS’s endpoints; visitors do not go through it.',
    reviewBy: REVIEW_BY,
  },
  {
    rule: 'secret-recoverable',
    resource: 'aws:secretsmanager/secret:Secret::*',
    reason: 'The name has to be free again in the morning, and a secret under recovery keeps its name.',
    reviewBy: REVIEW_BY,
  },
  ...(
    [
      [
        'audit-trail',
        'The trail that records it is the account’s own; a second copy of the same events is billed.',
      ],
      [
        'configuration-recorded',
        'An account has one recorder a region, and a stack of one day has no history worth keeping.',
      ],
      [
        'threats-detected-everywhere',
        'An account has one detector a region; who watches the account watches this stack.',
      ],
      [
        'external-access-analyzed',
        'One analyzer is enough for an account and region, and belongs to the owner of the account.',
      ],
      [
        'backups-in-a-vault',
        'Its rows are made up; a recovery point that outlives the evening would only cost.',
      ],
    ] as const
  ).map(([rule, reason]) => ({ rule, resource: 'pulumi:pulumi:Stack::*', reason, reviewBy: REVIEW_BY })),
  {
    rule: 'zone-signed',
    resource: 'aws:route53/zone:Zone::*',
    reason:
      'A signed zone cannot be deleted until its parent’s DS record has expired, which takes longer than the stack lives.',
    reviewBy: REVIEW_BY,
  },
  {
    rule: 'dns-query-logs',
    resource: 'aws:route53/zone:Zone::*',
    reason: 'The zone is asked by those who demonstrate it; test-dns shows what they are answered.',
    reviewBy: REVIEW_BY,
  },
]
