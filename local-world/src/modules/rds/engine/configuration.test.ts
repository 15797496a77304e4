import { describe, expect, it } from 'vitest'
import { hostRules, type ServerSettings, serverConfiguration, sortParameters } from './configuration.ts'
import { serverFiles } from './server-files.ts'

const settings: ServerSettings = {
  identity: {
    instanceId: 'main-1',
    region: 'us-east-1',
    engineVersion: '17.7',
    members: [{ instance: 'main-1', region: 'us-east-1' }],
  },
  port: 5000,
  parameters: {},
  upstream: undefined,
}

describe('server configuration', () => {
  it('quotes values, so that a folder may have any name', () => {
    const text = serverConfiguration(settings, serverFiles("/home/o'brien/world"))
    expect(text).toContain("data_directory = '/home/o''brien/world/data'")
  })

  it('gives a replica an application name and a slot name without hyphens', () => {
    const text = serverConfiguration(
      { ...settings, upstream: { port: 6000, password: 'secret' } },
      serverFiles('/w'),
    )
    expect(text).toMatch(/primary_conninfo = 'host=127\.0\.0\.1 port=6000 .*application_name=main-1/)
    expect(text).toContain("primary_slot_name = 'main_1'")
  })

  it('applies the parameters that PostgreSQL supports and lists the rest', () => {
    expect(
      sortParameters({
        log_min_duration_statement: '500',
        shared_buffers: '{DBInstanceClassMemory/12038}',
        max_connections: '5000',
        'rds.force_ssl': '1',
        'rds.logical_replication': '1',
        'apg_plan_mgmt.use_plan_baselines': 'on',
        work_mem: '{DBInstanceClassMemory/1024}',
      }),
    ).toEqual({
      applied: { log_min_duration_statement: '500' },
      ignored: [
        'shared_buffers',
        'max_connections',
        'rds.logical_replication',
        'apg_plan_mgmt.use_plan_baselines',
        'work_mem',
      ],
    })
  })
})

describe('host rules', () => {
  it('require TLS from clients unless the group turns rds.force_ssl off', () => {
    const last = (parameters: Record<string, string>) => hostRules(parameters).trimEnd().split('\n').at(-1)
    expect(last({})).toBe('hostssl all all 127.0.0.1/32 scram-sha-256')
    expect(last({ 'rds.force_ssl': '0' })).toBe('host all all 127.0.0.1/32 scram-sha-256')
  })

  it('reject the replication role for databases', () => {
    expect(hostRules({})).toContain('host all rdsrepladmin 127.0.0.1/32 reject')
  })
})
