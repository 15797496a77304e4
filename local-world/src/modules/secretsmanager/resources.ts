import type { InvokeProvider, ResourceProvider } from '../../kernel/resource-provider.ts'
import { randomPassword } from './model/random-password.ts'

/** Pulumi types of this module, by the name the code uses. */
export const TYPES = {
  secret: 'aws:secretsmanager/secret:Secret',
  secretRotation: 'aws:secretsmanager/secretRotation:SecretRotation',
  secretVersion: 'aws:secretsmanager/secretVersion:SecretVersion',
} as const

/** A secret's ARN ends in six characters, so that a deleted and recreated secret has a different one. */
const SUFFIX_LENGTH = 6

const secret: ResourceProvider = (request) => {
  const name = String(request.inputs.name ?? `${request.name}-${request.suffix(7, 'hex')}`)
  const suffix = request.suffix(SUFFIX_LENGTH, 'base36')
  const arn = `arn:aws:secretsmanager:${request.region}:${request.accountId}:secret:${name}-${suffix}`
  return {
    id: arn,
    outputs: {
      region: request.region,
      recoveryWindowInDays: 30,
      ...request.inputs,
      arn,
      name,
      tagsAll: request.inputs.tags ?? {},
      replicas: replicasOf(request.inputs.replicas),
    },
  }
}

function replicasOf(replicas: unknown): readonly object[] {
  if (!Array.isArray(replicas)) return []
  return replicas.map((replica: object) => ({
    ...replica,
    status: 'InSync',
    statusMessage: 'Replication succeeded',
  }))
}

const secretVersion: ResourceProvider = (request) => {
  const versionId = versionIdFrom(request.suffix(32, 'hex'))
  const secretId = String(request.inputs.secretId)
  return {
    id: `${secretId}|${versionId}`,
    outputs: {
      region: request.region,
      ...request.inputs,
      arn: secretId,
      versionId,
      versionStages: request.inputs.versionStages ?? ['AWSCURRENT'],
    },
  }
}

/** UUID format, as on AWS. */
function versionIdFrom(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  )
}

const secretRotation: ResourceProvider = ({ inputs, region }) => ({
  id: String(inputs.secretId),
  outputs: { region, rotateImmediately: true, ...inputs, rotationEnabled: true },
})

const getRandomPassword: InvokeProvider = ({ args, region }) => ({
  ...args,
  id: region,
  randomPassword: randomPassword(args),
})

export const secretsManagerResources: Readonly<Record<string, ResourceProvider>> = {
  [TYPES.secret]: secret,
  [TYPES.secretRotation]: secretRotation,
  [TYPES.secretVersion]: secretVersion,
}

export const secretsManagerInvokes: Readonly<Record<string, InvokeProvider>> = {
  'aws:secretsmanager/getRandomPassword:getRandomPassword': getRandomPassword,
}
