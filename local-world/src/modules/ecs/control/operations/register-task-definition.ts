import type { RegisterTaskDefinitionCommandInput, RegisterTaskDefinitionResponse } from '@aws-sdk/client-ecs'
import { AwsError, type WireContext } from '../../../../kernel/wire-service.ts'
import { EcsError } from '../../errors.ts'
import { planRevision } from '../../plan/task-definitions.ts'
import type { EcsControl } from '../context.ts'
import { shownTags, tagsFrom, taskDefinitionShape } from '../task-definition-shape.ts'

const FAMILY = /^[A-Za-z0-9_-]{1,255}$/

/** The next revision of a family in the region. A missing image is noticed when a task starts, as on AWS. */
export const registerTaskDefinition =
  ({ definitions }: EcsControl) =>
  (
    { tags, ...input }: RegisterTaskDefinitionCommandInput,
    { region, accountId }: WireContext,
  ): RegisterTaskDefinitionResponse => {
    const { family = '' } = input
    if (!FAMILY.test(family)) throw new AwsError('ClientException', 'Family should be 1 to 255 characters.')
    const revision = definitions.nextRevision(family, region)
    const arn = `arn:aws:ecs:${region}:${accountId}:task-definition/${family}:${revision}`
    try {
      const planned = planRevision({ ...input }, { arn, revision, region, tags: tagsFrom(tags) })
      definitions.add(planned)
      return { taskDefinition: taskDefinitionShape(planned, definitions), tags: shownTags(planned.tags) }
    } catch (error) {
      if (error instanceof EcsError) throw new AwsError('ClientException', error.message)
      throw error
    }
  }
