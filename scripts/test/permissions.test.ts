import { describe, expect, it } from 'vitest'
import { runScript } from './run-script.ts'

/** The command runs the whole program, on a machine that may be busy. */
const PROGRAM_MS = 300_000
const SECRET = 'secretsmanager:GetSecretValue'

const ask = async (...args: readonly string[]) => {
  const { exitCode, stdout, stderr } = await runScript('permissions.ts', [...args, '--json'])
  return { exitCode, stderr, told: stdout === '' ? {} : JSON.parse(stdout) }
}

describe('permissions.ts', { timeout: PROGRAM_MS }, () => {
  it('lists what a role may do, on which resources and conditions', async () => {
    const { exitCode, told, stderr } = await ask('--role', 'use1-frontend-task')
    expect(exitCode).toBe(0)
    expect(told.roles).toHaveLength(1)
    expect(told.roles[0]).toMatchObject({ role: 'meridian-use1-frontend-task', boundary: 'boundary' })
    expect(stderr).toMatch(
      /Allow secretsmanager:GetSecretValue on arn:aws:secretsmanager:us-east-1:.*origin-key/,
    )
    expect(stderr).toMatch(
      /xray:PutTraceSegments on \* when \{"StringEquals":\{"aws:RequestedRegion":\["us-east-1"\]\}\}/,
    )
  })

  it('explains one call: the statement that allows it, or AWS’s refusal', async () => {
    const { told } = await ask('--role', 'use1-frontend-task')
    const secret = told.roles[0].statements.find(({ sid }: { sid: string }) => sid === 'ReadSecrets')
      .resources[0]
    const { exitCode, stderr } = await ask(
      '--role',
      'frontend-task',
      '--action',
      SECRET,
      '--resource',
      secret,
    )
    expect(exitCode).toBe(0)
    expect(stderr).toContain(
      '✓ meridian-use1-frontend-task: allowed by ReadSecrets of use1-services-frontend-task',
    )
    expect(stderr).toMatch(
      /✗ meridian-usw2-frontend-task: User: .* is not authorized to perform: secretsmanager:GetSecretValue .*no identity-based policy allows/,
    )
  })

  it('exits 1 when no role is allowed', async () => {
    expect(await ask('--action', 'iam:CreateUser')).toMatchObject({ exitCode: 1 })
  })
})
