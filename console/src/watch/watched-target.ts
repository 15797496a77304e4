import { stat } from 'node:fs/promises'
import { createAwsClients, loadTarget, type TargetChoice } from '@meridian/operator-tools'
import type { OpenTarget } from './source.ts'

/** A target that may end and begin again, as a local world does when it is restarted. */
export interface WatchedTarget extends Disposable {
  /** What stands there now; rejects with the reason when nothing does. */
  current(): Promise<OpenTarget>
}

/** One attempt a call: what is silent is asked again at the next round anyway, and must be shown as silent meanwhile. */
const LIMITS = { connectMs: 2_000, answerMs: 3_000, callMs: 4_000, attempts: 1 }

/** `file` is what describes the target: it is read again when it has changed. */
export function watchTarget(choice: TargetChoice, file: string): WatchedTarget {
  let opened: { readonly version: number; readonly target: Promise<OpenTarget> } | undefined

  const close = () => {
    opened?.target.then(
      ({ aws }) => aws[Symbol.dispose](),
      () => {},
    )
    opened = undefined
  }
  return {
    async current() {
      const version = await stat(file).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      )
      if (opened?.version !== version) {
        close()
        opened = { version, target: open(choice) }
      }
      return opened.target
    },
    [Symbol.dispose]: close,
  }
}

async function open(choice: TargetChoice): Promise<OpenTarget> {
  const description = await loadTarget(choice)
  return { description, aws: createAwsClients(description, LIMITS) }
}
