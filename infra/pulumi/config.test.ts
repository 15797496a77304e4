import type * as pulumi from '@pulumi/pulumi'
import { describe, expect, it } from 'vitest'
import { readSettings } from './config.ts'
import { InvalidSettings } from './errors.ts'

const VALID: Readonly<Record<string, string>> = {
  domain: 'meridian.example',
  imageTag: 'latest',
  logLevel: 'info',
  logRetentionDays: '7',
  natGateways: 'one',
  taskCount: '2',
  taskCpu: '256',
  taskMemoryMiB: '512',
  instancesPerCluster: '1',
  capacityFloorAcu: '0.5',
  capacityCeilingAcu: '4',
  backupRetentionDays: '1',
  performanceInsights: 'false',
  deletionProtection: 'false',
  secretRecoveryDays: '0',
}

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
    expect(faultsOf(rest).some((fault) => fault.startsWith(key))).toBe(true)
  })

  it.each([
    [{ domain: 'meridian.example.' }, /domain is "meridian\.example\."; wanted/],
    [{ natGateways: 'two' }, /natGateways is "two"; wanted one \| per-zone/],
    [{ logRetentionDays: '8' }, /logRetentionDays is "8"; wanted 1 \| 3 \| 5 \| 7/],
    [{ taskCount: '1.5' }, /taskCount is "1\.5"; wanted 1 to 100 in steps of 1/],
    [{ capacityFloorAcu: '0.7' }, /steps of 0\.5/],
    [{ capacityFloorAcu: '8' }, /capacityFloorAcu \(8\) is above capacityCeilingAcu \(4\)/],
    [{ taskMemoryMiB: '513' }, /256 CPU units take 512, 1024, 2048 MiB, not 513/],
    [{ performanceInsights: 'true' }, /it needs 2/],
    [{ secretRecoveryDays: '3' }, /takes 0, or 7 to 30/],
    [{ backupRetentionDays: '36' }, /wanted 1 to 35/],
  ])('are refused with %j in a sentence that says what was wanted', (change, sentence) => {
    expect(faultsOf({ ...VALID, ...change }).join('\n')).toMatch(sentence)
  })

  it('have all their faults listed at once', () => {
    expect(faultsOf({ ...VALID, logLevel: 'loud', taskCount: '0' })).toHaveLength(2)
  })
})

function faultsOf(values: Record<string, string>): readonly string[] {
  try {
    readSettings(configOf(values))
  } catch (error) {
    if (error instanceof InvalidSettings) return error.faults
    throw error
  }
  return []
}

function configOf(values: Readonly<Record<string, string>>): pulumi.Config {
  return { get: (key: string) => values[key] } as pulumi.Config
}
