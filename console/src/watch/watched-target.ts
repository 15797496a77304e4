import { stat } from 'node:fs/promises'
import { createAwsClients, loadTarget, type TargetChoice } from '@meridian/operator-tools'
import type { OpenTarget } from './source.ts'

/** A target that may end and start again, like a local world that is restarted. */
export interface WatchedTarget extends Disposable {
  /** The current target; rejects with the reason if there is none. */
  current(): Promise<OpenTarget>
}

/** No retries: a source that does not answer is polled again anyway, and must be shown as silent until then. */
const LIMITS = { connectMs: 2_000, answerMs: 3_000, callMs: 4_000, attempts: 1 }

/** `file` describes the target; it is read again when it changes. */
export function watchTarget(choice: TargetChoice, file: string): WatchedTarget {
  let opened: { readonly version: number; readonly target: Promise<ClosableTarget> } | undefined

  const close = () => {
    // If closing fails, the target has already gone.
    opened?.target.then((target) => target[Symbol.asyncDispose]()).catch(() => {})
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

type ClosableTarget = OpenTarget & AsyncDisposable

async function open(choice: TargetChoice): Promise<ClosableTarget> {
  const description = await loadTarget(choice)
  const aws = createAwsClients(description, LIMITS)
  const kept = new Map<string, Promise<AsyncDisposable>>()
  return {
    description,
    aws,
    keep<Kept extends AsyncDisposable>(key: string, make: () => Promise<Kept>): Promise<Kept> {
      const known = kept.get(key) as Promise<Kept> | undefined
      if (known) return known
      const made = make()
      kept.set(key, made)
      // A failed attempt is repeated at the next call.
      made.catch(() => kept.delete(key))
      return made
    },
    async [Symbol.asyncDispose]() {
      aws[Symbol.dispose]()
      for (const making of kept.values())
        await making.then((made) => made[Symbol.asyncDispose]()).catch(() => {})
    },
  }
}
