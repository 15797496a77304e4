import { createHash } from 'node:crypto'
import type { Architecture, FunctionConfiguration, TracingMode } from '@aws-sdk/client-lambda'
import type { RegionId } from '@meridian/topology'
import { AwsError } from '../../../kernel/wire-service.ts'
import type { FunctionPlan } from '../plan/plan.ts'
import type { LambdaControl } from './context.ts'

/** Finds a function by name, partial ARN or ARN. */
export function functionNamed(control: LambdaControl, wanted: string, region: RegionId): FunctionPlan {
  const name = wanted.split(':function:').at(-1)?.split(':')[0] ?? wanted
  const found = control
    .functions()
    .find((candidate) => candidate.region === region && [candidate.name, candidate.arn].includes(name))
  if (found) return found
  throw new AwsError('ResourceNotFoundException', `Function not found: ${wanted}`, 404)
}

export function toConfiguration(control: LambdaControl, plan: FunctionPlan): FunctionConfiguration {
  const { bytes, sha256 } = control.code(plan)
  return {
    FunctionName: plan.name,
    FunctionArn: plan.arn,
    Description: plan.description,
    Runtime: plan.runtime as NonNullable<FunctionConfiguration['Runtime']>,
    Role: plan.roleArn,
    Handler: plan.handler,
    Timeout: plan.timeoutMs / 1_000,
    MemorySize: plan.memoryMib,
    Version: '$LATEST',
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    CodeSize: bytes,
    CodeSha256: sha256,
    LastModified: new Date(control.startedAtMs).toISOString().replace('Z', '+0000'),
    RevisionId: revisionOf(plan, sha256),
    Architectures: [...plan.architectures] as Architecture[],
    EphemeralStorage: { Size: plan.ephemeralMib },
    TracingConfig: { Mode: plan.tracing as TracingMode },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: plan.logGroup },
    ...(plan.kmsKeyArn && { KMSKeyArn: plan.kmsKeyArn }),
    Environment: { Variables: { ...plan.environment } },
    ...(plan.network && {
      VpcConfig: {
        SubnetIds: [...plan.network.subnetIds],
        SecurityGroupIds: [...plan.network.securityGroupIds],
        VpcId: plan.network.vpcId,
        Ipv6AllowedForDualStack: false,
      },
    }),
  }
}

/** Changes with the code or the configuration. */
function revisionOf(plan: FunctionPlan, sha256: string): string {
  const hex = createHash('sha256')
    .update(JSON.stringify([plan, sha256]))
    .digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  )
}
