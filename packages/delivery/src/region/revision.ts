import { isDeepStrictEqual } from 'node:util'
import type { RegisterTaskDefinitionCommandInput, Tag, TaskDefinition } from '@aws-sdk/client-ecs'
import { atDigest } from '../images/image-digests.ts'

/** Fields that ECS adds to a registered definition and does not accept as input. */
type Registered =
  | 'compatibilities'
  | 'deregisteredAt'
  | 'registeredAt'
  | 'registeredBy'
  | 'requiresAttributes'
  | 'revision'
  | 'status'
  | 'taskDefinitionArn'

/** The template with one container's image at a digest, as input for RegisterTaskDefinition. */
export function withImage(
  template: TaskDefinition,
  container: string,
  digest: string,
  tags: readonly Tag[] = [],
): RegisterTaskDefinitionCommandInput {
  const containerDefinitions = (template.containerDefinitions ?? []).map((definition) =>
    definition.name === container
      ? { ...definition, image: atDigest(definition.image ?? '', digest) }
      : definition,
  )
  const { family = '', ...rest } = withoutRegistration(template)
  return { ...rest, family, containerDefinitions, ...(tags.length > 0 && { tags: [...tags] }) }
}

/** Whether a revision already equals what would be registered. */
export function isSameDefinition(
  known: TaskDefinition,
  { tags: _tags, ...wanted }: RegisterTaskDefinitionCommandInput,
): boolean {
  return isDeepStrictEqual(withoutUndefined(withoutRegistration(known)), withoutUndefined(wanted))
}

function withoutRegistration(definition: TaskDefinition): Omit<TaskDefinition, Registered> {
  const {
    compatibilities: _compatibilities,
    deregisteredAt: _deregisteredAt,
    registeredAt: _registeredAt,
    registeredBy: _registeredBy,
    requiresAttributes: _requiresAttributes,
    revision: _revision,
    status: _status,
    taskDefinitionArn: _taskDefinitionArn,
    ...rest
  } = definition
  return rest
}

const withoutUndefined = (value: object): unknown => JSON.parse(JSON.stringify(value))
