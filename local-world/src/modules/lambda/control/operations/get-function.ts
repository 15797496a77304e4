import type {
  FunctionConfiguration,
  GetFunctionConfigurationRequest,
  GetFunctionRequest,
  GetFunctionResponse,
} from '@aws-sdk/client-lambda'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { LambdaControl } from '../context.ts'
import { functionNamed, toConfiguration } from '../shapes.ts'

/** Leaves out the archive's location, which is in the world's run folder. */
export const getFunction =
  (control: LambdaControl) =>
  ({ FunctionName = '' }: GetFunctionRequest, { region }: WireContext): GetFunctionResponse => {
    const plan = functionNamed(control, FunctionName, region)
    const { reservedConcurrency, tags } = plan
    return {
      Configuration: toConfiguration(control, plan),
      Code: { RepositoryType: 'S3' },
      ...(Object.keys(tags).length > 0 && { Tags: { ...tags } }),
      ...(reservedConcurrency !== undefined && {
        Concurrency: { ReservedConcurrentExecutions: reservedConcurrency },
      }),
    }
  }

export const getFunctionConfiguration =
  (control: LambdaControl) =>
  ({ FunctionName = '' }: GetFunctionConfigurationRequest, { region }: WireContext): FunctionConfiguration =>
    toConfiguration(control, functionNamed(control, FunctionName, region))
