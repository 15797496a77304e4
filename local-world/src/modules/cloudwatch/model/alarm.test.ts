import { describe, expect, it } from 'vitest'
import { type MissingData, stateOf } from './alarm.ts'
import type { AlarmState } from './alarm-state.ts'

/** `0` within the threshold, `X` breaching, `-` missing; oldest first. */
const dataOf = (letters: string) =>
  [...letters].map((letter) => (letter === '-' ? undefined : letter === 'X' ? 10 : 0))

function outcomes(letters: string, datapointsToAlarm: number): readonly (AlarmState | 'retained')[] {
  const kinds: readonly MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching']
  return kinds.map((treatMissingData) => {
    const rules = {
      treatMissingData,
      datapointsToAlarm,
      evaluationPeriods: 3,
      threshold: 5,
      comparison: 'GreaterThanThreshold',
    } as const
    const [fromOk, fromAlarm] = (['OK', 'ALARM'] as const).map((state) =>
      stateOf(rules, dataOf(letters), state),
    )
    return fromOk === fromAlarm ? (fromOk as AlarmState) : 'retained'
  })
}

// INV-CLOUDWATCH-1
describe('missing data, as in the tables of the CloudWatch user guide', () => {
  it.each([
    ['0-X-X', ['OK', 'OK', 'OK', 'OK']],
    ['0----', ['OK', 'OK', 'OK', 'OK']],
    ['-----', ['INSUFFICIENT_DATA', 'retained', 'ALARM', 'OK']],
    ['0XX-X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['--X--', ['ALARM', 'retained', 'ALARM', 'OK']],
  ])('%s, 3 of 3: %j', (letters, expected) => {
    expect(outcomes(letters, 3)).toEqual(expected)
  })

  it.each([
    ['0-X-X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['00X0X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0-X--', ['OK', 'OK', 'ALARM', 'OK']],
    ['----0', ['OK', 'OK', 'ALARM', 'OK']],
    ['---X-', ['ALARM', 'retained', 'ALARM', 'OK']],
  ])('%s, 2 of 3: %j', (letters, expected) => {
    expect(outcomes(letters, 2)).toEqual(expected)
  })
})
