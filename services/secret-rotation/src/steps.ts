import type { RotationConfig } from './config.ts'
import { opens, setPassword } from './database-users.ts'
import { LoginsRefusedError, UnreadableLoginError } from './errors.ts'
import { type Login, otherUsername, parseLogin } from './login.ts'
import { CURRENT, PENDING, PREVIOUS, type Secret } from './secret.ts'

export const STEP_NAMES = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const
export type StepName = (typeof STEP_NAMES)[number]

/** One run of one step. Secrets Manager repeats a failed step, so each does only what is missing. */
export interface StepContext {
  readonly secret: Secret
  /** The id of the version being created. */
  readonly versionId: string
  readonly config: RotationConfig
}

/** The steps in the order in which Secrets Manager calls them. */
export const STEPS: Readonly<Record<StepName, (context: StepContext) => Promise<void>>> = {
  createSecret,
  setSecret,
  testSecret,
  finishSecret,
}

/** Stores the next login. A repeated step keeps the stored one: the database may already have its password. */
async function createSecret({ secret, versionId }: StepContext): Promise<void> {
  if ((await secret.read(PENDING, versionId)) !== undefined) return
  const { username } = await loginAt(secret, CURRENT)
  const next: Login = { username: otherUsername(username), password: await secret.drawPassword() }
  await secret.putPending(versionId, JSON.stringify(next))
}

async function setSecret({ secret, versionId, config }: StepContext): Promise<void> {
  const pending = await loginAt(secret, PENDING, versionId)
  if (await opens(config, pending)) return
  const current = await loginAt(secret, CURRENT)
  const previous = await secret.read(PREVIOUS)
  await setPassword(config, pending, {
    current,
    previous: previous === undefined ? undefined : parseLogin(previous),
  })
}

async function testSecret({ secret, versionId, config }: StepContext): Promise<void> {
  const pending = await loginAt(secret, PENDING, versionId)
  if (!(await opens(config, pending)))
    throw new LoginsRefusedError(pending.username, 'the writer refuses the login that was just set')
}

async function finishSecret({ secret, versionId }: StepContext): Promise<void> {
  const versions = Object.entries(await secret.versions())
  const former = versions.find(([, stages]) => stages.includes(CURRENT))?.[0]
  if (former !== versionId) await secret.makeCurrent(versionId, former)
}

async function loginAt(secret: Secret, stage: string, versionId?: string): Promise<Login> {
  const text = await secret.read(stage, versionId)
  if (text !== undefined) return parseLogin(text)
  throw new UnreadableLoginError(
    `The secret has no version labelled ${stage}; store a login with PutSecretValue and rotate again`,
  )
}
