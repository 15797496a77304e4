/** Where an operation stands, as its journal says. */
export type OperationState =
  /** Decided and confirmed; nothing has been called. */
  | 'planned'
  /** The call is about to be made or its answer is unknown. Written before the call. */
  | 'calling'
  /** AWS has taken the call. */
  | 'running'
  /** The target writes; other members may not follow it yet. */
  | 'promoted'
  | 'done'
  /** Given up before anything was called: nothing has changed. */
  | 'abandoned'
  /** AWS refused, or ended the operation without a role change: the old primary still writes. */
  | 'failed'

export type OperationEvent =
  | 'callIntended'
  | 'accepted'
  | 'refused'
  /** No answer, or one that says nothing about whether the operation began. */
  | 'answerLost'
  | 'seenUnchanged'
  | 'seenRunning'
  | 'seenPromoted'
  | 'seenConnected'
  /** The operation waits for no more than the promotion. */
  | 'promotionSuffices'
  | 'givenUp'
  /** The operator has chosen another target instead. */
  | 'superseded'

/** `stay` changes nothing; `invalid` is a bug of the caller. */
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

/** Every pair of state and event; see SPEC.md for the drawing. */
export const TRANSITIONS: Readonly<Record<OperationState, Row>> = {
  planned: {
    callIntended: 'calling',
    accepted: 'invalid',
    refused: 'invalid',
    answerLost: 'invalid',
    seenUnchanged: 'stay',
    // Somebody else began the same change: it is waited for, not called again.
    seenRunning: 'running',
    seenPromoted: 'promoted',
    seenConnected: 'done',
    promotionSuffices: 'invalid',
    givenUp: 'abandoned',
    superseded: 'abandoned',
  },
  calling: {
    // A call whose answer was lost and of which nothing is seen is made again.
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
    // Another operation has moved the writer away in the meantime; ours had been completed.
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

/** The state after an event; the same state when the event changes nothing. */
export function transition(state: OperationState, event: OperationEvent): OperationState {
  const outcome = TRANSITIONS[state][event]
  if (outcome === 'invalid') throw new Error(`A ${state} operation cannot meet "${event}"`)
  return outcome === 'stay' ? state : outcome
}
