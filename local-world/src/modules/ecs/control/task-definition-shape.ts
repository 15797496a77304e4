import type { ContainerDefinition, PortMapping, Tag, TaskDefinition } from '@aws-sdk/client-ecs'
import type { Tags } from '../../../kernel/tags.ts'
import type { TaskDefinitionPlan } from '../model/ecs-plan.ts'
import type { TaskDefinitionRegister } from '../model/task-definition-register.ts'

/** ECS writes a tag's members in lower case. */
export const shownTags = (tags: Tags): Tag[] => Object.entries(tags).map(([key, value]) => ({ key, value }))

export const tagsFrom = (tags: readonly Tag[] = []): Tags =>
  Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value]))

/** The registered document, with the defaults that ECS adds. */
export function taskDefinitionShape(
  definition: TaskDefinitionPlan,
  register: TaskDefinitionRegister,
): TaskDefinition {
  const { registeredAtMs, deregisteredAtMs } = register.times(definition) ?? {}
  const containers = (definition.document.containerDefinitions ?? []) as readonly ContainerDefinition[]
  return {
    ...definition.document,
    taskDefinitionArn: definition.arn,
    family: definition.family,
    revision: definition.revision,
    status: register.isActive(definition) ? 'ACTIVE' : 'INACTIVE',
    containerDefinitions: containers.map(containerShape),
    volumes: [],
    placementConstraints: [],
    compatibilities: ['EC2', 'FARGATE'],
    requiresAttributes: requiredAttributes(definition),
    registeredBy: `arn:aws:iam::${definition.arn.split(':')[4]}:root`,
    ...(registeredAtMs !== undefined && { registeredAt: new Date(registeredAtMs) }),
    ...(deregisteredAtMs !== undefined && { deregisteredAt: new Date(deregisteredAtMs) }),
  }
}

function containerShape(container: ContainerDefinition): ContainerDefinition {
  return {
    cpu: 0,
    essential: true,
    environment: [],
    mountPoints: [],
    volumesFrom: [],
    systemControls: [],
    ...container,
    portMappings: (container.portMappings ?? []).map(portShape),
  }
}

/** With awsvpc networking, host ports equal container ports. */
const portShape = (mapping: PortMapping): PortMapping => ({
  hostPort: mapping.containerPort,
  protocol: 'tcp',
  ...mapping,
})

/** Attributes that a container instance would need to run the task. */
function requiredAttributes({ containers, document }: TaskDefinitionPlan) {
  const needed = [
    'com.amazonaws.ecs.capability.docker-remote-api.1.18',
    'ecs.capability.task-eni',
    ...(document.executionRoleArn ? ['ecs.capability.execution-role-awslogs'] : []),
    ...(document.taskRoleArn ? ['com.amazonaws.ecs.capability.task-iam-role'] : []),
    ...(containers.some(({ secrets }) => Object.keys(secrets).length > 0)
      ? ['ecs.capability.secrets.asm.environment-variables']
      : []),
  ]
  return needed.map((name) => ({ name }))
}
