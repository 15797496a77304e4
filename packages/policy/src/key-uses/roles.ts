import { Attributes, type ResourceGraph } from '@meridian/resource-graph'
import { containersOf } from '../read/containers.ts'
import { TYPES } from '../resource-types.ts'
import { type KeyUse, serviceIn, through } from './key-use.ts'

/** Uses by roles of the program: they start with, read and write encrypted data. */
export function roleUses(graph: ResourceGraph): readonly KeyUse[] {
  return [...secretsOfTasks(graph), ...rotations(graph), ...configDeliveries(graph)]
}

const SECRET_SOURCE =
  'Amazon ECS Developer Guide, Amazon ECS task execution IAM role, Secrets Manager or Systems Manager permissions'

/** ECS reads a container's secrets under the execution role, each with its key in the region. */
function secretsOfTasks(graph: ResourceGraph): readonly KeyUse[] {
  return [...containersOf(graph)].flatMap(({ task, definition, path }) => {
    const roleArn = Attributes.of(task).text('executionRoleArn')
    return definition.blocks('secrets').flatMap((secret) => {
      const key = keyOfSecret(graph, secret.text('valueFrom'))
      if (key === undefined) return []
      return [
        {
          node: task,
          property: path(`secrets[${secret.text('name')}]`),
          key,
          by: { roleArn },
          actions: ['kms:Decrypt'],
          context: through(serviceIn('secretsmanager', task.region)),
          purpose: 'a task starts with its secret',
          source: SECRET_SOURCE,
        },
      ]
    })
  })
}

/** The key of a secret, or of its replica in the region that its ARN names. */
function keyOfSecret(graph: ResourceGraph, secretArn: string): string | undefined {
  const [, , , region, , , name] = secretArn.split(':')
  const secret = graph.ofType(TYPES.secret).find((node) => {
    const [, , , , , , own] = Attributes.of(node).text('arn', node.id).split(':')
    return own !== undefined && own === name
  })
  if (!secret) return undefined
  const attributes = Attributes.of(secret)
  const replica = attributes.blocks('replicas').find((each) => each.text('region') === region)
  return (secret.region === region ? attributes : replica)?.text('kmsKeyId') || undefined
}

function rotations(graph: ResourceGraph): readonly KeyUse[] {
  return graph.ofType(TYPES.secretRotation).flatMap((node) => {
    const rotation = Attributes.of(node)
    const lambda = graph
      .ofType(TYPES.function)
      .find((each) => Attributes.of(each).text('arn', each.id) === rotation.text('rotationLambdaArn'))
    const key = keyOfSecret(graph, rotation.text('secretId'))
    if (!lambda || key === undefined) return []
    return [
      {
        node,
        property: 'rotationLambdaArn',
        key,
        by: { roleArn: Attributes.of(lambda).text('role') },
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        context: through(serviceIn('secretsmanager', node.region)),
        purpose: 'the function reads the old password and stores the new one',
        source:
          'AWS Secrets Manager User Guide, Lambda rotation function execution role permissions, Policy statement for customer managed key',
      },
    ]
  })
}

function configDeliveries(graph: ResourceGraph): readonly KeyUse[] {
  return graph.ofType(TYPES.configDelivery).flatMap((node) => {
    const key = Attributes.of(node).text('s3KmsKeyArn')
    const recorder = graph.ofType(TYPES.configRecorder).find((each) => each.region === node.region)
    if (!recorder || key === '') return []
    const [, , , keyRegion] = key.split(':')
    return [
      {
        node,
        property: 's3KmsKeyArn',
        key,
        by: { roleArn: Attributes.of(recorder).text('roleArn') },
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        context: through(serviceIn('s3', keyRegion)),
        purpose: 'Config delivers its records to the encrypted bucket',
        source: 'AWS Config Developer Guide, Permissions for the KMS key for the AWS Config delivery channel',
      },
    ]
  })
}
