import type { Waiver } from '../src/waiver.ts'

const REVIEW_BY = '2027-05-31'

/** What both stacks are excused from, for the same reasons. */
export const SHARED_WAIVERS: readonly Waiver[] = [
  {
    rule: 'image-is-pinned',
    resource: 'aws:ecs/taskDefinition:TaskDefinition::*',
    property: 'containerDefinitions[xray-daemon].image',
    reason:
      'AWS mends the daemon under this tag. It is not essential, holds no capability and no secret, and writes nothing: without it only traces are lost.',
    reviewBy: REVIEW_BY,
  },
]
