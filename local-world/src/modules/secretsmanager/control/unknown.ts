import type { UnknownMembers } from '../../../kernel/unknown-members.ts'

/** What its answers leave out, and why. */
export const UNKNOWN: UnknownMembers = {
  'Not answered yet.': {
    GetSecretValueResponse: ['SecretBinary'],
    DescribeSecretResponse: [
      'Type',
      'KmsKeyId',
      'ExternalSecretRotationMetadata',
      'ExternalSecretRotationRoleArn',
      'LastRotatedDate',
      'LastAccessedDate',
      'DeletedDate',
      'NextRotationDate',
      'Tags',
      'OwningService',
    ],
    RotationRulesType: ['AutomaticallyAfterDays'],
    ReplicationStatusType: ['KmsKeyId', 'StatusMessage', 'LastAccessedDate'],
    CancelRotateSecretResponse: ['VersionId'],
    SecretListEntry: [
      'Type',
      'KmsKeyId',
      'RotationEnabled',
      'RotationLambdaARN',
      'RotationRules',
      'ExternalSecretRotationMetadata',
      'ExternalSecretRotationRoleArn',
      'LastRotatedDate',
      'LastAccessedDate',
      'DeletedDate',
      'NextRotationDate',
      'Tags',
      'OwningService',
    ],
  },
}
