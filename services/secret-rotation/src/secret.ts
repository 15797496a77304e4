import {
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
  type SecretsManagerClientConfig,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager'

export const CURRENT = 'AWSCURRENT'
export const PENDING = 'AWSPENDING'
export const PREVIOUS = 'AWSPREVIOUS'

/** The secret being rotated, as far as a rotation needs it. */
export interface Secret {
  /** Version ids with their labels. */
  versions(): Promise<Readonly<Record<string, readonly string[]>>>
  /** The text of the version with this label; undefined if there is none. */
  read(stage: string, versionId?: string): Promise<string | undefined>
  /** Stores the text as the version with this id, labelled as pending. */
  putPending(versionId: string, text: string): Promise<void>
  /** Moves the current label to this version. */
  makeCurrent(versionId: string, formerVersionId: string | undefined): Promise<void>
  drawPassword(): Promise<string>
}

const PASSWORD_LENGTH = 40

/** A call that is never answered must leave the function time to report it. */
const ATTEMPTS = 2
const CONNECT_MS = 2_000
const ANSWER_MS = 5_000

/** The client for a rotation. The time-outs are here because the function's archive contains no shared package. */
export function createSecretsManagerClient(
  settings: SecretsManagerClientConfig = {},
  answerMs = ANSWER_MS,
): SecretsManagerClient {
  return new SecretsManagerClient({
    ...settings,
    maxAttempts: ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: answerMs,
      // Without it the handler only logs a warning and keeps waiting.
      throwOnRequestTimeout: true,
      // For an answer that starts and then stalls.
      socketTimeout: answerMs,
    },
  })
}

/** A secret of AWS Secrets Manager. */
export function secretAt(client: SecretsManagerClient, secretId: string): Secret {
  return {
    async versions() {
      const { VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId: secretId }))
      return VersionIdsToStages ?? {}
    },
    async read(stage, versionId) {
      const command = new GetSecretValueCommand({
        SecretId: secretId,
        VersionStage: stage,
        ...(versionId !== undefined && { VersionId: versionId }),
      })
      try {
        return (await client.send(command)).SecretString
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined
        throw error
      }
    },
    async putPending(versionId, text) {
      await client.send(
        new PutSecretValueCommand({
          SecretId: secretId,
          ClientRequestToken: versionId,
          SecretString: text,
          VersionStages: [PENDING],
        }),
      )
    },
    async makeCurrent(versionId, formerVersionId) {
      await client.send(
        new UpdateSecretVersionStageCommand({
          SecretId: secretId,
          VersionStage: CURRENT,
          MoveToVersionId: versionId,
          RemoveFromVersionId: formerVersionId,
        }),
      )
    },
    async drawPassword() {
      const { RandomPassword } = await client.send(
        new GetRandomPasswordCommand({ PasswordLength: PASSWORD_LENGTH, ExcludePunctuation: true }),
      )
      return RandomPassword ?? ''
    },
  }
}
