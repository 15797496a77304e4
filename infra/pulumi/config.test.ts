import type * as pulumi from '@pulumi/pulumi'
import { describe, expect, it } from 'vitest'
import { readSettings } from './config.ts'
import { InvalidSettingsError } from './errors.ts'
import { readStackFile } from './test/stack-file.ts'

/** The proof of concept's settings; each test changes one line. */
const VALID = Object.fromEntries(
  Object.entries(readStackFile('poc')).map(([key, value]) => [key.replace('meridian:', ''), value]),
)

describe('settings', () => {
  it('are read once, as numbers and booleans', () => {
    expect(readSettings(configOf(VALID))).toMatchObject({
      capacityFloorAcu: 0.5,
      deletionProtection: false,
      natGateways: 'one',
    })
  })

  it.each(Object.keys(VALID))('are refused without %s, because there are no defaults', (key) => {
    const { [key]: _, ...rest } = VALID
    expect(problemsOf(rest).some((problem) => problem.startsWith(key))).toBe(true)
  })

  it.each([
    [{ domain: 'meridian.example.' }, /domain is "meridian\.example\."; wanted/],
    [{ zoneCount: '1' }, /zoneCount is "1"; wanted 2 to 4/],
    [{ natGateways: 'two' }, /natGateways is "two"; wanted one \| per-zone/],
    [{ logRetentionDays: '8' }, /logRetentionDays is "8"; wanted 1 \| 3 \| 5 \| 7/],
    [{ taskCount: '1.5' }, /taskCount is "1\.5"; wanted 1 to 100 in steps of 1/],
    [{ capacityFloorAcu: '0.7' }, /steps of 0\.5/],
    [{ capacityFloorAcu: '8' }, /capacityFloorAcu \(8\) is above capacityCeilingAcu \(4\)/],
    [{ taskMemoryMiB: '513' }, /256 CPU units take 512, 1024, 2048 MiB, not 513/],
    [{ performanceInsights: 'true' }, /it needs 2/],
    [{ secretRecoveryDays: '3' }, /takes 0, or 7 to 30/],
    [{ backupRetentionDays: '36' }, /wanted 1 to 35/],
    [{ interfaceEndpoints: 'ecr.api,s3' }, /wanted none, or some of ecr\.api,/],
    [{ backupAccountId: '123' }, /wanted an account id of 12 digits/],
    [{ backupAccountId: '123456789012' }, /with backupVault false/],
    [{ securityHub: 'true' }, /with configRecorder false/],
    [{ githubProvider: 'true' }, /with githubRepository none/],
    [{ pagerEndpoint: 'the on-call phone' }, /wanted an https address, an e-mail address or none/],
    [{ taskSchedule: 'morning=8 o’clock=4' }, /wanted name=cron\(…\)=tasks/],
    [{ taskSchedule: 'morning=cron(0 7 ? * MON-FRI *)=9' }, /asks for 9 tasks \(morning\)/],
    [{ taskCountCeiling: '1' }, /taskCountCeiling \(1\) is below taskCount \(2\)/],
    [{ dailyBudgetUsd: '9999' }, /dailyBudgetUsd \(9999\) is above monthlyBudgetUsd \(1800\)/],
  ])('are refused with %j, naming what was expected', (change, sentence) => {
    expect(problemsOf({ ...VALID, ...change }).join('\n')).toMatch(sentence)
  })

  it('have all their problems listed at once', () => {
    expect(problemsOf({ ...VALID, logLevel: 'loud', taskCount: '0' })).toHaveLength(2)
  })
})

function problemsOf(values: Record<string, string>): readonly string[] {
  try {
    readSettings(configOf(values))
  } catch (error) {
    if (error instanceof InvalidSettingsError) return error.problems
    throw error
  }
  return []
}

function configOf(values: Readonly<Record<string, string>>): pulumi.Config {
  return { get: (key: string) => values[key] } as pulumi.Config
}
