import type {
  GetFunctionConfigurationRequest,
  GetFunctionRequest,
  InvocationRequest,
  ListFunctionsRequest,
} from '@aws-sdk/client-lambda'
import { honours, type MemberTree } from '../../../kernel/honoured-members.ts'

/** Members that each operation honours; any other member is refused by name. */
export const HONOURED: Readonly<Record<string, MemberTree>> = {
  GetFunction: honours<GetFunctionRequest>({ FunctionName: true }),
  GetFunctionConfiguration: honours<GetFunctionConfigurationRequest>({ FunctionName: true }),
  Invoke: honours<InvocationRequest>({
    FunctionName: true,
    InvocationType: true,
    LogType: true,
    Payload: true,
  }),
  ListFunctions: honours<ListFunctionsRequest>({ MaxItems: true, Marker: true }),
}
