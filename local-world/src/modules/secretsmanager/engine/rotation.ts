// A rotation calls the function four times: it creates a version, changes the password, tests it and makes it current.
import type { Clock } from '../../../kernel/clock.ts'
import type { Journal } from '../../../kernel/journal.ts'
import type { SecretStore, StoredSecret } from '../model/secret-store.ts'
import { CURRENT, PENDING } from '../model/staging.ts'
import type { FunctionInvoker } from '../running.ts'

const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const

interface RotationParts {
  readonly store: SecretStore
  readonly clock: Clock
  readonly journal: Journal
}

/** Runs rotations one at a time per secret; a failed one stays pending, and the next one resumes it. */
export class Rotations implements AsyncDisposable {
  readonly #parts: RotationParts
  readonly #running = new Map<string, Promise<void>>()
  #invoke: FunctionInvoker | undefined

  constructor(parts: RotationParts) {
    this.#parts = parts
  }

  rotateBy(invoke: FunctionInvoker): void {
    this.#invoke = invoke
  }

  /** The version that an earlier rotation announced but did not finish. */
  unfinished(secret: StoredSecret): string | undefined {
    return secret.versions.find(({ stages }) => stages.includes(PENDING) && !stages.includes(CURRENT))?.id
  }

  isRunning({ plan }: StoredSecret): boolean {
    return this.#running.has(plan.arn)
  }

  /** Starts a rotation of an announced version. Continues after the answer, as on AWS. */
  begin(secret: StoredSecret, versionId: string): void {
    const { arn } = secret.plan
    const running = this.#rotate(secret, versionId).finally(() => this.#running.delete(arn))
    this.#running.set(arn, running)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#invoke = undefined
    await Promise.all(this.#running.values())
  }

  async #rotate(secret: StoredSecret, versionId: string): Promise<void> {
    const { store, clock } = this.#parts
    for (const Step of STEPS) {
      const failure = await this.#call(secret, {
        Step,
        SecretId: secret.plan.arn,
        ClientRequestToken: versionId,
      })
      if (failure !== undefined)
        return this.#record(secret, 'rotation failed', { step: Step, error: failure })
    }
    store.noticeRotated(secret.plan.arn, clock.now())
    this.#record(secret, 'secret rotated', { version: versionId })
  }

  async #call(secret: StoredSecret, event: object): Promise<string | undefined> {
    try {
      const outcome = await this.#invoke?.(secret.rotation?.lambdaArn ?? '', JSON.stringify(event))
      if (!outcome) return 'There is no Lambda in this world'
      return outcome.functionError && outcome.payload
    } catch (error) {
      return (error as Error).message
    }
  }

  #record({ plan }: StoredSecret, event: string, detail: Readonly<Record<string, unknown>>): void {
    this.#parts.journal.record({
      module: 'secretsmanager',
      event,
      subject: plan.name,
      region: plan.region,
      detail,
    })
  }
}
