import { Attributes } from '@meridian/resource-graph'
import { containersOf } from '../read/containers.ts'
import { TYPES } from '../resource-types.ts'
import { defineRule, type Rule, violation } from '../rule.ts'

const ROOT_USERS = ['', '0', 'root']
const BY_DIGEST = /@sha256:[0-9a-f]{64}$/
/** Fargate's default stop timeout; services must finish their requests within it. */
const DEFAULT_STOP_SECONDS = 30
const DEFAULT_DEREGISTRATION_SECONDS = 300

/** A compromised container can change nothing and gain no other identity. */
export const CONTAINER_RULES: readonly Rule[] = [
  defineRule({
    id: 'container-reads-only',
    severity: 'high',
    title: 'Containers have a read-only root file system',
    reason: 'Intruders often start by writing a file; this prevents it.',
    source: 'ECS Developer Guide, Amazon ECS task and container security best practices; Security Hub ECS.5',
    types: [TYPES.taskDefinition],
    nextStep: 'Set readonlyRootFilesystem to true; mount a volume for data that is written.',
    *check(graph) {
      for (const { task, definition, path } of containersOf(graph))
        if (!definition.boolean('readonlyRootFilesystem'))
          yield violation(task, path('readonlyRootFilesystem'), false, 'true')
    },
  }),
  defineRule({
    id: 'container-not-root',
    severity: 'high',
    title: 'Containers run as an explicit non-root user',
    reason:
      'Root in a container is one kernel flaw away from the host; an image’s default user can change unnoticed.',
    source: 'ECS Developer Guide, Amazon ECS task and container security best practices; Security Hub ECS.20',
    types: [TYPES.taskDefinition],
    nextStep: 'Set user to the UID that the image is built for, such as 1000.',
    *check(graph) {
      for (const { task, definition, path } of containersOf(graph)) {
        const user = definition.text('user')
        if (ROOT_USERS.includes(user.split(':')[0] ?? ''))
          yield violation(task, path('user'), user, 'a user other than root')
      }
    },
  }),
  defineRule({
    id: 'container-drops-capabilities',
    severity: 'medium',
    title: 'Containers drop all Linux capabilities',
    reason: 'A web server needs none of the 14 defaults; each can help escalate privileges.',
    source: 'ECS Developer Guide, Amazon ECS task definition parameters, linuxParameters',
    types: [TYPES.taskDefinition],
    nextStep: 'Set linuxParameters.capabilities.drop to ALL.',
    *check(graph) {
      for (const { task, definition, path } of containersOf(graph)) {
        const dropped = definition.block('linuxParameters').block('capabilities').texts('drop')
        if (!dropped.includes('ALL'))
          yield violation(task, path('linuxParameters.capabilities.drop'), dropped, 'ALL')
      }
    },
  }),
  defineRule({
    id: 'container-not-privileged',
    severity: 'critical',
    title: 'No container is privileged',
    reason: 'A privileged container has root access to the host, its devices and containers.',
    source: 'ECS Developer Guide, Amazon ECS task and container security best practices; Security Hub ECS.4',
    types: [TYPES.taskDefinition],
    nextStep: 'Delete privileged and linuxParameters.capabilities.add.',
    *check(graph) {
      for (const { task, definition, path } of containersOf(graph)) {
        const added = definition.block('linuxParameters').block('capabilities').texts('add')
        if (definition.boolean('privileged')) yield violation(task, path('privileged'), true, 'false')
        if (added.length > 0) yield violation(task, path('linuxParameters.capabilities.add'), added, 'none')
      }
    },
  }),
  defineRule({
    id: 'image-is-pinned',
    severity: 'medium',
    title: 'Images are pinned by digest or by an immutable tag',
    reason: 'With a mutable tag, the same task definition can later run different code.',
    source:
      'ECS Developer Guide, Best practices for Amazon ECS container images; ECR User Guide, Image tag immutability',
    types: [TYPES.taskDefinition, TYPES.repository],
    nextStep: 'Deploy by digest, or make the repository’s tags immutable and tag each image uniquely.',
    *check(graph) {
      const immutable = graph
        .ofType(TYPES.repository)
        .map(Attributes.of)
        .filter((repository) => repository.text('imageTagMutability').startsWith('IMMUTABLE'))
        .map((repository) => repository.text('repositoryUrl'))
      for (const { task, definition, path } of containersOf(graph)) {
        const image = definition.text('image')
        const [repository = '', tag = 'latest'] = image.split(/:(?=[^/]*$)/)
        if (BY_DIGEST.test(image) || (immutable.includes(repository) && tag !== 'latest')) continue
        yield violation(task, path('image'), image, 'a digest, or an immutable tag')
      }
    },
  }),
  defineRule({
    id: 'repository-tags-immutable',
    severity: 'medium',
    title: 'Registry tags are immutable',
    reason: 'The image that runs under a tag must be the one scanned and signed.',
    source: 'ECR User Guide, Preventing image tags from being overwritten; Security Hub ECR.2',
    types: [TYPES.repository],
    nextStep: 'Set imageTagMutability to IMMUTABLE.',
    *check(graph) {
      for (const repository of graph.ofType(TYPES.repository)) {
        const mutability = Attributes.of(repository).text('imageTagMutability')
        if (!mutability.startsWith('IMMUTABLE'))
          yield violation(repository, 'imageTagMutability', mutability, 'IMMUTABLE')
      }
    },
  }),
  defineRule({
    id: 'repository-scans',
    severity: 'medium',
    title: 'Images are scanned on push',
    reason: 'Scanning finds known base image vulnerabilities before they are deployed.',
    source: 'ECR User Guide, Scan images for software vulnerabilities; Security Hub ECR.1',
    types: [TYPES.repository],
    nextStep: 'Set imageScanningConfiguration.scanOnPush to true.',
    *check(graph) {
      for (const repository of graph.ofType(TYPES.repository))
        if (!Attributes.of(repository).block('imageScanningConfiguration').boolean('scanOnPush'))
          yield violation(repository, 'imageScanningConfiguration.scanOnPush', false, 'true')
    },
  }),
  defineRule({
    id: 'no-shell-into-tasks',
    severity: 'medium',
    title: 'ECS Exec is disabled on services',
    reason: 'ECS Exec makes the file system writable and gives its callers the task’s role.',
    source: 'ECS Developer Guide, Monitor Amazon ECS containers with ECS Exec',
    types: [TYPES.service],
    nextStep: 'Leave enableExecuteCommand unset; enable it only while needed.',
    *check(graph) {
      for (const service of graph.ofType(TYPES.service))
        if (Attributes.of(service).boolean('enableExecuteCommand'))
          yield violation(service, 'enableExecuteCommand', true, 'false')
    },
  }),
  defineRule({
    id: 'task-stops-after-draining',
    severity: 'medium',
    title: 'Tasks stop only after load balancer deregistration',
    reason: 'A task killed before the load balancer has drained it drops in-flight requests.',
    source: 'ECS Developer Guide, Optimize load balancer connection draining parameters for Amazon ECS',
    types: [TYPES.service, TYPES.taskDefinition, TYPES.targetGroup],
    nextStep: 'Set stopTimeout (at most 120 s on Fargate) above the target group’s deregistrationDelay.',
    *check(graph) {
      for (const service of graph.ofType(TYPES.service)) {
        const attributes = Attributes.of(service)
        const stops = containersOf(graph)
          .filter(({ task }) =>
            [task.id, Attributes.of(task).text('arn')].includes(attributes.text('taskDefinition')),
          )
          .filter(({ definition }) => definition.boolean('essential', true))
          .map(({ definition }) => definition.number('stopTimeout', DEFAULT_STOP_SECONDS))
        for (const target of attributes.blocks('loadBalancers')) {
          const group = graph.byId(TYPES.targetGroup, target.text('targetGroupArn'))
          if (!group || stops.length === 0) continue
          const delay = Attributes.of(group).number('deregistrationDelay', DEFAULT_DEREGISTRATION_SECONDS)
          if (Math.min(...stops) < delay)
            yield violation(
              group,
              'deregistrationDelay',
              `${delay} s, tasks stop after ${Math.min(...stops)} s`,
              'less than stopTimeout',
            )
        }
      }
    },
  }),
]
