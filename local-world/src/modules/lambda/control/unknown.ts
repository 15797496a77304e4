import type { UnknownMembers } from '../../../kernel/unknown-members.ts'

/** What its answers leave out, and why. */
export const UNKNOWN: UnknownMembers = {
  'Not answered yet.': {
    FunctionConfiguration: [
      'CodeSize',
      'LastModified',
      'CodeSha256',
      'VpcConfig',
      'DeadLetterConfig',
      'KMSKeyArn',
      'TracingConfig',
      'MasterArn',
      'RevisionId',
      'Layers',
      'StateReason',
      'StateReasonCode',
      'LastUpdateStatusReason',
      'LastUpdateStatusReasonCode',
      'FileSystemConfigs',
      'ImageConfigResponse',
      'SigningProfileVersionArn',
      'SigningJobArn',
      'Architectures',
      'EphemeralStorage',
      'SnapStart',
      'RuntimeVersionConfig',
      'LoggingConfig',
      'CapacityProviderConfig',
      'ConfigSha256',
      'DurableConfig',
      'TenancyConfig',
    ],
    EnvironmentResponse: ['Error'],
    GetFunctionResponse: ['Code', 'Tags', 'TagsError', 'Concurrency'],
    InvocationResponse: ['DurableExecutionArn'],
  },
}
