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
    title: 'Containers cannot write to their own file system',
    reason: 'Most intruders first write a file; here there is nowhere to.',
    source: 'ECS Developer Guide, Amazon ECS task and container security best practices; Security Hub ECS.5',
    types: [TYPES.taskDefinition],
    nextStep: 'Set readonlyRootFilesystem to true; mount a volume for what has to be written.',
    *check(graph) {
      for (const { task, definition, path } of containersOf(graph))
        if (!definition.boolean('readonlyRootFilesystem'))
          yield violation(task, path('readonlyRootFilesystem'), false, 'true')
    },
  }),
  defineRule({
    id: 'container-not-root',
    severity: 'high',
    title: 'Containers run as a named user who is not root',
    reason:
      'Root in the container is one kernel fault away from root outside; the image’s own user can change unseen.',
    source: 'ECS Developer Guide, Amazon ECS task and container security best practices; Security Hub ECS.20',
    types: [TYPES.taskDefinition],
    nextStep: 'Set user to the number that the image is built for, such as 1000.',
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
    title: 'Containers give up all capabilities of the kernel',
    reason: 'A web server needs none of the fourteen that a container gets; each is a way up.',
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
    reason: 'A privileged container is the host, with all of its devices and of its neighbours.',
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
    title: 'Images are named by digest, or by a tag that cannot be moved',
    reason:
      'With a tag that moves, the same task definition runs another program tomorrow, in one region first.',
    source:
      'ECS Developer Guide, Best practices for Amazon ECS container images; ECR User Guide, Image tag immutability',
    types: [TYPES.taskDefinition, TYPES.repository],
    nextStep: 'Deploy by digest, or make the repository’s tags immutable and give every image its own.',
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
        yield violation(task, path('image'), image, 'a digest, or a tag of a repository with immutable tags')
      }
    },
  }),
  defineRule({
    id: 'repository-tags-immutable',
    severity: 'medium',
    title: 'Tags in the registry cannot be moved',
    reason: 'What was scanned and signed under a tag must be what is started under it.',
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
    title: 'Images are scanned when they are pushed',
    reason: 'A known hole in a base image is found before it is deployed, and not by somebody else.',
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
    title: 'Nobody can open a shell in a running task',
    reason: 'ECS Exec makes the file system writable and gives its callers the task’s role.',
    source: 'ECS Developer Guide, Monitor Amazon ECS containers with ECS Exec',
    types: [TYPES.service],
    nextStep: 'Leave enableExecuteCommand out, and set it for the hour in which it is needed.',
    *check(graph) {
      for (const service of graph.ofType(TYPES.service))
        if (Attributes.of(service).boolean('enableExecuteCommand'))
          yield violation(service, 'enableExecuteCommand', true, 'false')
    },
  }),
  defineRule({
    id: 'task-stops-after-draining',
    severity: 'medium',
    title: 'A task outlives its deregistration from the load balancer',
    reason:
      'A task that is killed before the load balancer has let go of it fails the requests that are under way.',
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
