import { type Check, checkThat, failed, passed } from '@meridian/operator-tools'
import type { QuotaNeed, ServiceLinkedRole } from '@meridian/rehearsal'
import { REGION_IDS, type RegionId } from '@meridian/topology'
import type { Ask } from './ask.ts'

/** What a stack needs from its account. */
export interface AccountNeeds {
  readonly quotas: readonly QuotaNeed[]
  readonly serviceLinkedRoles: readonly ServiceLinkedRole[]
}

/** Checks what a new account needs first, with the AWS CLI and its current credentials. */
export async function checkAccount(
  ask: Ask,
  { quotas, serviceLinkedRoles }: AccountNeeds,
): Promise<readonly Check[]> {
  const caller = await askAws(ask, 'sts get-caller-identity')
  const credentials = 'credentials are there'
  if ('refusal' in caller)
    return [failed(credentials, `${caller.refusal}; log in: aws sso login, or set AWS_PROFILE`)]
  const { Account, Arn } = caller.value as { readonly Account: string; readonly Arn: string }
  const checks = await Promise.all([
    ...REGION_IDS.map((region) => checkRegion(ask, region)),
    ...quotas.map((need) => checkQuota(ask, need)),
    ...serviceLinkedRoles.map((role) => checkServiceLinkedRole(ask, role)),
    checkCloudFront(ask),
    checkCostExplorer(ask),
    checkTags(ask),
  ])
  return [checkThat(!Arn.endsWith(':root'), credentials, `${Arn} of ${Account}`), ...checks]
}

async function checkRegion(ask: Ask, region: RegionId): Promise<Check> {
  const answer = await askAws(ask, `ec2 describe-regions --region us-east-1 --region-names ${region}`)
  const name = `${region} is enabled`
  if ('refusal' in answer) return failed(name, answer.refusal)
  const [found] = (answer.value as { readonly Regions: readonly { readonly OptInStatus: string }[] }).Regions
  return checkThat(
    found !== undefined && found.OptInStatus !== 'not-opted-in',
    name,
    found?.OptInStatus === 'not-opted-in'
      ? `enable it: aws account enable-region --region-name ${region}`
      : (found?.OptInStatus ?? 'unknown to this account'),
  )
}

/** AWS's applied quota where it has one, otherwise its default. */
async function checkQuota(ask: Ask, need: QuotaNeed): Promise<Check> {
  const { what, region, needed, serviceCode, quotaCode } = need
  const of = `--region ${region} --service-code ${serviceCode} --quota-code ${quotaCode}`
  const name = `${needed} ${what} fit into ${region}`
  const applied = await askAws(ask, `service-quotas get-service-quota ${of}`)
  const answer =
    'refusal' in applied ? await askAws(ask, `service-quotas get-aws-default-service-quota ${of}`) : applied
  if ('refusal' in answer) return failed(name, answer.refusal)
  const { Value } = (answer.value as { readonly Quota: { readonly Value: number } }).Quota
  return checkThat(
    Value >= needed,
    name,
    Value >= needed
      ? `${Value} allowed`
      : `${Value} allowed; ask for more: aws service-quotas request-service-quota-increase ${of} --desired-value ${Math.ceil(needed * 1.5)}`,
  )
}

/**
 * Each is made by its service when it is first needed. The first ECS service of an account is often refused, because its role is not
 * ready yet (Amazon ECS, "Unable to assume the service linked role"), so create missing roles first.
 */
async function checkServiceLinkedRole(ask: Ask, { roleName, service }: ServiceLinkedRole): Promise<Check> {
  const answer = await askAws(ask, `iam get-role --role-name ${roleName}`)
  const name = `${service} has its role ${roleName}`
  if (!('refusal' in answer)) return passed(name, 'it exists')
  if (!answer.refusal.includes('NoSuchEntity')) return failed(name, answer.refusal)
  return {
    name,
    verdict: 'unknown',
    detail: `not yet; up makes it, or you do before: aws iam create-service-linked-role --aws-service-name ${service}`,
  }
}

/** AWS verifies a new account before it may create a distribution. No API shows this, but an account with one is verified. */
async function checkCloudFront(ask: Ask): Promise<Check> {
  const answer = await askAws(ask, 'cloudfront list-distributions --max-items 1')
  const name = 'the account may make distributions'
  if ('refusal' in answer) return failed(name, answer.refusal)
  const { DistributionList } = answer.value as { readonly DistributionList?: { readonly Items?: unknown[] } }
  return (DistributionList?.Items ?? []).length > 0
    ? passed(name, 'it has one')
    : {
        name,
        verdict: 'unknown',
        detail:
          'it has none yet; a new account is refused with "Your account must be verified before you can add new CloudFront resources" until AWS Support has verified it: ask before up',
      }
}

/** The program's anomaly monitor is refused without it. */
async function checkCostExplorer(ask: Ask): Promise<Check> {
  const answer = await askAws(ask, 'ce get-anomaly-monitors --max-results 1')
  const name = 'Cost Explorer is on'
  return 'refusal' in answer
    ? failed(name, `${answer.refusal}; open it once in the billing console, and wait a day`)
    : passed(name, 'it answers')
}

const TAGS = ['project', 'stack']

/** A tag can be activated from the day after its first use, and earlier bills lack it: a step for day two. */
async function checkTags(ask: Ask): Promise<Check> {
  const answer = await askAws(
    ask,
    `ce list-cost-allocation-tags --status Active --tag-keys ${TAGS.join(' ')}`,
  )
  const name = 'bills are split by the tags project and stack'
  const active =
    'refusal' in answer
      ? []
      : (answer.value as { readonly CostAllocationTags: readonly { readonly TagKey: string }[] })
          .CostAllocationTags
  const missing = TAGS.filter((tag) => !active.some(({ TagKey }) => TagKey === tag))
  if (missing.length === 0) return passed(name, 'active')
  const wanted = missing.map((tag) => `TagKey=${tag},Status=Active`).join(' ')
  return {
    name,
    verdict: 'unknown',
    detail: `not yet; the day after the first up: aws ce update-cost-allocation-tags-status --cost-allocation-tags-status ${wanted}`,
  }
}

type CliAnswer = { readonly value: unknown } | { readonly refusal: string }

async function askAws(ask: Ask, command: string): Promise<CliAnswer> {
  const { exitCode, stdout, stderr } = await ask('aws', [...command.split(' '), '--output', 'json'])
  if (exitCode === 0) return { value: JSON.parse(stdout) }
  return { refusal: stderr.trim().split('\n').at(-1) || `aws ${command} failed` }
}
