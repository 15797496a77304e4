/** The state of an operation, as its journal records it. */
export type OperationState =
  /** Decided and confirmed; nothing has been called. */
  | 'planned'
  /** The call is about to be made or its answer is unknown. Written before the call. */
  | 'calling'
  /** AWS has accepted the call. */
  | 'running'
  /** The target writes; other members may not follow it yet. */
  | 'promoted'
  | 'done'
  /** Abandoned before any call: nothing has changed. */
  | 'abandoned'
  /** AWS refused, or ended the operation without a role change: the old primary still writes. */
  | 'failed'

export type OperationEvent =
  | 'callIntended'
  | 'accepted'
  | 'refused'
  /** No answer, or one that does not tell whether the operation began. */
  | 'answerLost'
  | 'seenUnchanged'
  | 'seenRunning'
  | 'seenPromoted'
  | 'seenConnected'
  /** The operation waits only for the promotion. */
  | 'promotionSuffices'
  | 'givenUp'
  /** The operator has chosen another target instead. */
  | 'superseded'

/** `stay` changes nothing; `invalid` is a bug in the caller. */
type Outcome = OperationState | 'stay' | 'invalid'

type Row = Readonly<Record<OperationEvent, Outcome>>

const ended: Row = {
  callIntended: 'invalid',
  accepted: 'invalid',
  refused: 'invalid',
  answerLost: 'invalid',
  seenUnchanged: 'stay',
  seenRunning: 'stay',
  seenPromoted: 'stay',
  seenConnected: 'stay',
  promotionSuffices: 'stay',
  givenUp: 'invalid',
  superseded: 'invalid',
}

/** Every pair of state and event; see the diagram in SPEC.md. */
export const TRANSITIONS: Readonly<Record<OperationState, Row>> = {
  planned: {
    callIntended: 'calling',
    accepted: 'invalid',
    refused: 'invalid',
    answerLost: 'invalid',
    seenUnchanged: 'stay',
    // The same change was already started elsewhere: wait for it, do not call again.
    seenRunning: 'running',
    seenPromoted: 'promoted',
    seenConnected: 'done',
    promotionSuffices: 'invalid',
    givenUp: 'abandoned',
    superseded: 'abandoned',
  },
  calling: {
    // Repeats a call whose answer was lost and that shows no effect.
    callIntended: 'stay',
    accepted: 'running',
    refused: 'failed',
    answerLost: 'stay',
    seenUnchanged: 'stay',
    seenRunning: 'running',
    seenPromoted: 'promoted',
    seenConnected: 'done',
    promotionSuffices: 'invalid',
    givenUp: 'invalid',
    superseded: 'failed',
  },
  running: {
    callIntended: 'invalid',
    accepted: 'invalid',
    refused: 'invalid',
    answerLost: 'invalid',
    seenUnchanged: 'failed',
    seenRunning: 'stay',
    seenPromoted: 'promoted',
    seenConnected: 'done',
    promotionSuffices: 'invalid',
    givenUp: 'invalid',
    superseded: 'failed',
  },
  promoted: {
    callIntended: 'invalid',
    accepted: 'invalid',
    refused: 'invalid',
    answerLost: 'invalid',
    // Another operation has moved the writer since; ours had completed.
    seenUnchanged: 'done',
    seenRunning: 'stay',
    seenPromoted: 'stay',
    seenConnected: 'done',
    promotionSuffices: 'done',
    givenUp: 'invalid',
    superseded: 'failed',
  },
  done: ended,
  abandoned: ended,
  failed: ended,
}

export const ENDED: ReadonlySet<OperationState> = new Set(['done', 'abandoned', 'failed'])

/** The state after an event; the same state if the event changes nothing. */
export function transition(state: OperationState, event: OperationEvent): OperationState {
  const outcome = TRANSITIONS[state][event]
  if (outcome === 'invalid') throw new Error(`A ${state} operation cannot meet "${event}"`)
  return outcome === 'stay' ? state : outcome
}
