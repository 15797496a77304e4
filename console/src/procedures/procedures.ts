import { type Check, OperationRefusedError } from '@meridian/operator-tools'
import type { LostLead, ProcedureView } from '../../shared/procedures.ts'

/** How a procedure reports its progress and results. */
export interface Work {
  say(text: string): void
  judge(checks: readonly Check[]): void
  found(lost: readonly LostLead[]): void
}

/** Carries out one release or restore at a time; its output is kept until the next one. */
export interface Procedures {
  now(): ProcedureView | null
  /** Starts a procedure and returns; throws OperationRefusedError while another one is running. */
  begin(title: string, run: (work: Work) => Promise<void>): void
}

export function createProcedures(now = Date.now): Procedures {
  let view: ProcedureView | null = null
  const change = (changes: Partial<ProcedureView>) => {
    if (view) view = { ...view, ...changes }
  }
  return {
    now: () => view,
    begin(title, run) {
      if (view && !view.isEnded) throw new OperationRefusedError(`"${view.title}" is under way. Wait for it.`)
      view = { title, startedAt: now(), isEnded: false, says: [], checks: [], lost: [], problem: undefined }
      run({
        say: (text) => change({ says: [...(view?.says ?? []), { at: now(), text }] }),
        judge: (checks) => change({ checks }),
        found: (lost) => change({ lost }),
      })
        .catch((error: Error) => change({ problem: error.message }))
        .finally(() => change({ isEnded: true }))
    },
  }
}
