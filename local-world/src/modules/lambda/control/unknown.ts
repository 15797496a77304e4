import type { UnknownMembers } from '../../../kernel/unknown-members.ts'

/** Members that responses leave out, and why. */
export const UNKNOWN: UnknownMembers = {
  'The program is refused that asks for it: nothing here does it.': {
    FunctionConfiguration: [
      'CapacityProviderConfig',
      'DeadLetterConfig',
      'DurableConfig',
      'FileSystemConfigs',
      'Layers',
      'SigningJobArn',
      'SigningProfileVersionArn',
      'TenancyConfig',
    ],
    InvocationResponse: ['DurableExecutionArn'],
    LoggingConfig: ['ApplicationLogLevel', 'SystemLogLevel'],
  },
  'Functions are archives here, no images, and their files lie in the world’s folder: there is no address to load them from.':
    {
      FunctionCodeLocation: ['ImageUri', 'Location', 'ResolvedImageUri', 'SourceKMSKeyArn'],
      FunctionConfiguration: ['ConfigSha256', 'ImageConfigResponse'],
    },
  'A function here is ready, without a reason; its tags and variables are read without errors.': {
    EnvironmentResponse: ['Error'],
    FunctionConfiguration: [
      'LastUpdateStatusReason',
      'LastUpdateStatusReasonCode',
      'StateReason',
      'StateReasonCode',
    ],
    GetFunctionResponse: ['TagsError'],
  },
  'Of Lambda@Edge.': { FunctionConfiguration: ['MasterArn'] },
  'The runtime is this machine’s Node.': { FunctionConfiguration: ['RuntimeVersionConfig'] },
}
