import { describe, expect, it } from 'vitest'
import { ENDED, type OperationEvent, type OperationState, TRANSITIONS, transition } from './states.ts'

const states = Object.keys(TRANSITIONS) as OperationState[]
const events = Object.keys(TRANSITIONS.planned) as OperationEvent[]

describe('the transition table', () => {
  it('INV-FAILOVER-5: an ended operation stays as it is', () => {
    for (const state of ENDED)
      for (const event of events) expect(['stay', 'invalid']).toContain(TRANSITIONS[state][event])
  })

  it('leads from every state to an end state', () => {
    for (const start of states) {
      const reached = new Set<OperationState>([start])
      for (const state of reached)
        for (const event of events) {
          const outcome = TRANSITIONS[state][event]
          if (outcome !== 'stay' && outcome !== 'invalid') reached.add(outcome)
        }
      expect([...reached].some((state) => ENDED.has(state))).toBe(true)
    }
  })

  it('names the state and the event of an impossible pair', () => {
    expect(() => transition('done', 'accepted')).toThrow('A done operation cannot meet "accepted"')
  })
})
