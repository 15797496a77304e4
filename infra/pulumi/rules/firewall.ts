import type { FirewallMode } from '../settings/edge.ts'

/**
 * AWS's rule groups, in the order they are asked, with what each costs of an ACL's 1500 units. Reputation goes by the
 * connection's own address, which at a load balancer is an edge's.
 */
const GROUPS = [
  { rule: 'reputation', name: 'AWSManagedRulesAmazonIpReputationList', scopes: ['CLOUDFRONT'], units: 25 },
  { rule: 'common', name: 'AWSManagedRulesCommonRuleSet', scopes: ['CLOUDFRONT', 'REGIONAL'], units: 700 },
  {
    rule: 'bad-inputs',
    name: 'AWSManagedRulesKnownBadInputsRuleSet',
    scopes: ['CLOUDFRONT', 'REGIONAL'],
    units: 200,
  },
  { rule: 'sql', name: 'AWSManagedRulesSQLiRuleSet', scopes: ['CLOUDFRONT', 'REGIONAL'], units: 200 },
] as const

const WINDOW_SECONDS = 300

export interface FirewallWishes {
  readonly scope: 'CLOUDFRONT' | 'REGIONAL'
  readonly mode: FirewallMode
  readonly rateLimit: number
}

/** A web ACL's rules by priority: who asks too often, then what AWS knows to be bad. */
export function firewallRules({ scope, mode, rateLimit }: FirewallWishes) {
  const groups = GROUPS.filter(({ scopes }) => (scopes as readonly string[]).includes(scope))
  return [
    {
      rule: 'rate',
      priority: 0,
      action: mode === 'block' ? { block: {} } : { count: {} },
      statement: {
        rateBasedStatement: {
          limit: rateLimit,
          evaluationWindowSec: WINDOW_SECONDS,
          ...(scope === 'CLOUDFRONT' ? { aggregateKeyType: 'IP' } : FORWARDED),
        },
      },
    },
    ...groups.map(({ rule, name }, index) => ({
      rule,
      priority: index + 1,
      overrideAction: mode === 'block' ? { none: {} } : { count: {} },
      statement: { managedRuleGroupStatement: { vendorName: 'AWS', name } },
    })),
  ]
}

/** At a load balancer the connection is an edge's: counting those would throttle a whole city. */
const FORWARDED = {
  aggregateKeyType: 'FORWARDED_IP',
  forwardedIpConfig: { headerName: 'X-Forwarded-For', fallbackBehavior: 'NO_MATCH' },
}
