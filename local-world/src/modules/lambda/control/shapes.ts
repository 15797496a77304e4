import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import type { RegionId } from '@meridian/topology'
import { WireFault } from '../../../kernel/wire-service.ts'
import type { FunctionPlan } from '../plan/plan.ts'
import type { LambdaControl } from './context.ts'

/** By name, partial ARN or ARN. */
export function functionNamed(control: LambdaControl, wanted: string, region: RegionId): FunctionPlan {
  const name = wanted.split(':function:').at(-1)?.split(':')[0] ?? wanted
  const found = control
    .functions()
    .find((candidate) => candidate.region === region && [candidate.name, candidate.arn].includes(name))
  if (found) return found
  throw new WireFault('ResourceNotFoundException', `Function not found: ${wanted}`, 404)
}

export function toConfiguration(plan: FunctionPlan): FunctionConfiguration {
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
    Environment: { Variables: { ...plan.environment } },
    ...(plan.network && {
      VpcConfig: {
        SubnetIds: [...plan.network.subnetIds],
        SecurityGroupIds: [...plan.network.securityGroupIds],
      },
    }),
  }
}
