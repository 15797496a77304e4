import type {
  CancelRotateSecretRequest,
  DescribeSecretRequest,
  GetRandomPasswordRequest,
  GetSecretValueRequest,
  ListSecretsRequest,
  PutSecretValueRequest,
  RemoveRegionsFromReplicationRequest,
  ReplicateSecretToRegionsRequest,
  RotateSecretRequest,
  StopReplicationToReplicaRequest,
  UpdateSecretVersionStageRequest,
} from '@aws-sdk/client-secrets-manager'
import { honours, type MemberTree } from '../../../kernel/honoured-members.ts'

/** Members that each operation honours; any other that is set is refused by its name. */
export const HONOURED: Readonly<Record<string, MemberTree>> = {
  CancelRotateSecret: honours<CancelRotateSecretRequest>({ SecretId: true }),
  DescribeSecret: honours<DescribeSecretRequest>({ SecretId: true }),
  GetRandomPassword: honours<GetRandomPasswordRequest>({
    PasswordLength: true,
    ExcludeCharacters: true,
    ExcludeNumbers: true,
    ExcludePunctuation: true,
    ExcludeUppercase: true,
    ExcludeLowercase: true,
    IncludeSpace: true,
    RequireEachIncludedType: true,
  }),
  GetSecretValue: honours<GetSecretValueRequest>({ SecretId: true, VersionId: true, VersionStage: true }),
  ListSecrets: honours<ListSecretsRequest>({
    Filters: true,
    MaxResults: true,
    NextToken: true,
  }),
  PutSecretValue: honours<PutSecretValueRequest>({
    SecretId: true,
    ClientRequestToken: true,
    SecretBinary: true,
    SecretString: true,
    VersionStages: true,
    RotationToken: 'no effect',
  }),
  RemoveRegionsFromReplication: honours<RemoveRegionsFromReplicationRequest>({
    SecretId: true,
    RemoveReplicaRegions: true,
  }),
  ReplicateSecretToRegions: honours<ReplicateSecretToRegionsRequest>({
    SecretId: true,
    AddReplicaRegions: { Region: true, KmsKeyId: 'no effect' },
  }),
  RotateSecret: honours<RotateSecretRequest>({
    SecretId: true,
    ClientRequestToken: true,
    RotationLambdaARN: true,
    RotationRules: true,
    RotateImmediately: true,
  }),
  StopReplicationToReplica: honours<StopReplicationToReplicaRequest>({ SecretId: true }),
  UpdateSecretVersionStage: honours<UpdateSecretVersionStageRequest>({
    SecretId: true,
    VersionStage: true,
    RemoveFromVersionId: true,
    MoveToVersionId: true,
  }),
}
