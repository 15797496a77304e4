import { type Check, judgedReport, renderReport, whileShown } from '@meridian/operator-tools'
import { type ExitCode, exitCodeFor, printJson } from '@meridian/operator-tools/command'
import { quotaNeeds, serviceLinkedRoles } from '@meridian/rehearsal'
import { describeStack } from '../describe-stack.ts'
import { checkAccount } from './account.ts'
import { createAsk } from './ask.ts'
import { checkSettings, checkTools } from './machine.ts'

export interface DoctorOptions {
  readonly stack: 'poc' | 'production'
  readonly account: boolean
  readonly json: boolean
}

/** Checks the machine, the settings and, if allowed, the account. */
export async function runDoctor({ stack, account, json }: DoctorOptions): Promise<ExitCode> {
  const startedAt = new Date()
  const ask = createAsk(process.env)
  const checks: readonly Check[] = [
    ...(await checkTools(ask)),
    checkSettings(stack),
    ...(account ? await accountChecks() : []),
  ]
  const report = judgedReport({
    tool: 'doctor',
    title: account ? 'Machine, settings and account' : 'Machine and settings',
    target: 'aws',
    startedAt,
    notes: account ? [] : ['The account was not asked: --account'],
    checks,
    data: { stack },
  })
  process.stderr.write(renderReport(report, process.stderr, true))
  if (json) printJson(report)
  return exitCodeFor(report.verdict)

  async function accountChecks(): Promise<readonly Check[]> {
    const graph = await describeStack(stack)
    const needs = { quotas: quotaNeeds(graph), serviceLinkedRoles: serviceLinkedRoles(graph) }
    return await whileShown('asking the account', () => checkAccount(ask, needs))
  }
}
