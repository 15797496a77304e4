import type { CreateRequest, ResourceProvider } from '../../kernel/resource-provider.ts'

/** Pulumi types of this module, by the name the code uses. */
export const TYPES = {
  cluster: 'aws:ecs/cluster:Cluster',
  taskDefinition: 'aws:ecs/taskDefinition:TaskDefinition',
  service: 'aws:ecs/service:Service',
} as const

const arnOf = ({ region, accountId }: CreateRequest, resource: string): string =>
  `arn:aws:ecs:${region}:${accountId}:${resource}`

const nameOf = (request: CreateRequest): string =>
  String(request.inputs.name ?? `${request.name}-${request.suffix(7, 'hex')}`)

function outputsOf(request: CreateRequest, computed: Readonly<Record<string, unknown>>) {
  const { region, inputs } = request
  return { region, ...inputs, tagsAll: inputs.tags ?? {}, ...computed }
}

const cluster: ResourceProvider = (request) => {
  const name = nameOf(request)
  const arn = arnOf(request, `cluster/${name}`)
  return { id: arn, outputs: outputsOf(request, { name, arn }) }
}

/** The provider's id is the family; a new account starts at revision 1. */
const taskDefinition: ResourceProvider = (request) => {
  const family = String(request.inputs.family ?? request.name)
  const revision = 1
  const arnWithoutRevision = arnOf(request, `task-definition/${family}`)
  const arn = `${arnWithoutRevision}:${revision}`
  return { id: family, outputs: outputsOf(request, { family, revision, arn, arnWithoutRevision }) }
}

const service: ResourceProvider = (request) => {
  const name = nameOf(request)
  const clusterName = String(request.inputs.cluster ?? 'default')
    .split('/')
    .at(-1)
  const arn = arnOf(request, `service/${clusterName}/${name}`)
  return { id: arn, outputs: outputsOf(request, { name, arn }) }
}

export const ecsResources: Readonly<Record<string, ResourceProvider>> = {
  [TYPES.cluster]: cluster,
  [TYPES.taskDefinition]: taskDefinition,
  [TYPES.service]: service,
}
