import type { DescribeTaskDefinitionCommandInput, DescribeTaskDefinitionResponse } from '@aws-sdk/client-ecs'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { EcsControl } from '../context.ts'
import { asks, taskDefinitionOf } from '../lookups.ts'
import { shownTags, taskDefinitionShape } from '../task-definition-shape.ts'

/** Inactive revisions are described as well. */
export const describeTaskDefinition =
  (control: EcsControl) =>
  (input: DescribeTaskDefinitionCommandInput, { region }: WireContext): DescribeTaskDefinitionResponse => {
    const found = taskDefinitionOf(control, input.taskDefinition, region)
    return {
      taskDefinition: taskDefinitionShape(found, control.definitions),
      ...(asks(input, 'TAGS') && { tags: shownTags(found.tags) }),
    }
  }
