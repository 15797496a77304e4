import { type AwsCallLimits, createAwsClient } from '@meridian/aws-clients'
import type { Credentials, CredentialsSource } from '@meridian/database'
import type { Logger } from '@meridian/observability'
import { type Config, parseCredentials } from './config.ts'

/** A region's Secrets Manager answers in some tens of milliseconds; a write waits for the login no longer than `callMs`. */
const LIMITS: AwsCallLimits = { connectMs: 1_000, answerMs: 1_500, callMs: 3_500, attempts: 2 }

/**
 * The login that the task was started with and, after a refusal, the secret's current one.
 *
 * ECS reads a secret only when it starts a task, so after a rotation every new connection of a running task would be
 * refused. The database library calls this once for all waiting connections. When nothing newer is available, the login
 * stays as it is, and the refusal is the error that surfaces.
 */
export function renewableLogin(
  { credentials, secretArn, region }: Pick<Config, 'credentials' | 'secretArn' | 'region'>,
  logger: Logger,
): Credentials | CredentialsSource {
  if (secretArn === undefined) return credentials
  let current = credentials
  let isFirst = true
  return async () => {
    if (isFirst) {
      isFirst = false
      return current
    }
    const found = await readSecret(secretArn, region).catch((err: unknown) => {
      logger.warn({ err, secretArn }, 'the login could not be read again')
      return undefined
    })
    if (found !== undefined) {
      logger.info({ username: found.username }, 'login read again')
      current = found
    }
    return current
  }
}

/** Loads the SDK when it is needed: a task starts without it. */
async function readSecret(secretArn: string, region: string): Promise<Credentials | undefined> {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager')
  const client = createAwsClient(SecretsManagerClient, { region }, LIMITS)
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }))
    return parseCredentials(SecretString)
  } finally {
    client.destroy()
  }
}
