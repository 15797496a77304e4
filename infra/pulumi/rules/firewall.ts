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

export interface FirewallOptions {
  readonly scope: 'CLOUDFRONT' | 'REGIONAL'
  readonly mode: FirewallMode
  readonly rateLimit: number
}

/**
 * The common group refuses bodies of more than 8 KB. A syllable of Korean takes nine bytes in a form (three in UTF-8, each written
 * `%XX`), so that is a message of 910 of the 2,000 that the site allows: this one rule counts, and the services have limits of their own.
 */
const COUNTED_RULES: Readonly<Partial<Record<(typeof GROUPS)[number]['rule'], readonly string[]>>> = {
  common: ['SizeRestrictions_BODY'],
}

/**
 * A web ACL's rules by priority: clients with too many requests, then what AWS knows to be bad.
 *
 * The edge alone counts by address. Behind it the connection is an edge's, and the first address of X-Forwarded-For is whatever the
 * visitor wrote there: such a limit would not stop clients that invent addresses, and could be turned against others.
 */
export function firewallRules({ scope, mode, rateLimit }: FirewallOptions) {
  const groups = GROUPS.filter(({ scopes }) => (scopes as readonly string[]).includes(scope))
  const rate = {
    rule: 'rate',
    action: mode === 'block' ? { block: {} } : { count: {} },
    statement: {
      rateBasedStatement: { limit: rateLimit, evaluationWindowSec: WINDOW_SECONDS, aggregateKeyType: 'IP' },
    },
  }
  const managed = groups.map(({ rule, name }) => ({
    rule,
    overrideAction: mode === 'block' ? { none: {} } : { count: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name,
        ...(COUNTED_RULES[rule] && {
          ruleActionOverrides: COUNTED_RULES[rule].map((counted) => ({
            name: counted,
            actionToUse: { count: {} },
          })),
        }),
      },
    },
  }))
  const rules = scope === 'CLOUDFRONT' ? [rate, ...managed] : managed
  return rules.map((each, priority) => ({ ...each, priority }))
}
