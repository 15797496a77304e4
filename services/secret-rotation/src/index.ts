import { loadConfig } from './config.ts'
import { UnexpectedEventError } from './errors.ts'
import { CURRENT, createSecretsManagerClient, PENDING, type Secret, secretAt } from './secret.ts'
import { STEP_NAMES, STEPS, type StepName } from './steps.ts'

/** What Secrets Manager sends for each step. */
export interface RotationEvent {
  readonly Step: string
  readonly SecretId: string
  /** The id of the version being created. */
  readonly ClientRequestToken: string
}

/** The function that Secrets Manager calls to rotate the database's login. */
export async function handler(event: RotationEvent): Promise<void> {
  const step = parseStep(event.Step)
  const client = createSecretsManagerClient()
  try {
    const secret = secretAt(client, event.SecretId)
    if (await isFinished(secret, event)) return
    await STEPS[step]({ secret, versionId: event.ClientRequestToken, config: loadConfig() })
  } finally {
    client.destroy()
  }
}

function parseStep(text: string): StepName {
  const step = STEP_NAMES.find((name) => name === text)
  if (step === undefined)
    throw new UnexpectedEventError(`The step is "${text}"; wanted one of ${STEP_NAMES.join(', ')}`)
  return step
}

/** A version that is already current is finished; one with neither label was never announced. */
async function isFinished(secret: Secret, event: RotationEvent): Promise<boolean> {
  const stages = (await secret.versions())[event.ClientRequestToken] ?? []
  if (stages.includes(CURRENT)) return true
  if (stages.includes(PENDING) || event.Step === 'createSecret') return false
  throw new UnexpectedEventError(
    `Version ${event.ClientRequestToken} of ${event.SecretId} carries no ${PENDING}; start with RotateSecret`,
  )
}
