import type { UnknownMembers } from '../../../kernel/unknown-members.ts'

/** Response members that are never set, and why. */
export const UNKNOWN: UnknownMembers = {
  'Values are text: one of bytes is refused.': { GetSecretValueResponse: ['SecretBinary'] },
  'Reading a secret leaves no trace here.': {
    DescribeSecretResponse: ['LastAccessedDate'],
    ReplicationStatusType: ['LastAccessedDate'],
    SecretListEntry: ['LastAccessedDate'],
  },
  'A replica is in step at once, without a message.': { ReplicationStatusType: ['StatusMessage'] },
  'The API deletes no secret here.': {
    DescribeSecretResponse: ['DeletedDate'],
    SecretListEntry: ['DeletedDate'],
  },
  'Of secrets that another service or another firm keeps.': {
    DescribeSecretResponse: [
      'ExternalSecretRotationMetadata',
      'ExternalSecretRotationRoleArn',
      'OwningService',
      'Type',
    ],
    SecretListEntry: [
      'ExternalSecretRotationMetadata',
      'ExternalSecretRotationRoleArn',
      'OwningService',
      'Type',
    ],
  },
}
