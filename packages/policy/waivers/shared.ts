import type { Waiver } from '../src/waiver.ts'

const REVIEW_BY = '2027-05-31'

/** Waivers of both stacks, for the same reasons. */
export const SHARED_WAIVERS: readonly Waiver[] = [
  {
    rule: 'secret-rotates',
    resource: 'aws:secretsmanager/secret:Secret::origin-key',
    reason:
      'The key stands in the distribution and in the listeners, so a rotation behind the program’s back would cut visitors off. It changes by raising originKeyGeneration, and the key before it is taken meanwhile.',
    reviewBy: REVIEW_BY,
  },
  {
    rule: 'target-group-speaks-tls',
    resource: 'aws:lb/targetGroup:TargetGroup::*',
    reason:
      'Decision 0008: tasks stand in private subnets, and their groups admit only the load balancer’s. It does not check a target’s certificate, so that HTTPS would not prove who answers, and every task would hold a key that has to be renewed.',
    reviewBy: REVIEW_BY,
  },
]
