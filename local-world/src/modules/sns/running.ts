import type { RunningModule } from '../../kernel/module.ts'

/** A message sent to an e-mail address. */
export interface Mail {
  readonly atMs: number
  readonly to: string
  readonly topicArn: string
  readonly subject: string
  readonly body: string
}

export interface RunningSns extends RunningModule {
  /** The newest mail, oldest first. */
  inbox(): readonly Mail[]
}
