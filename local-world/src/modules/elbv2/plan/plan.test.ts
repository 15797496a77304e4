import { describe, expect, it } from 'vitest'
import { describeLoadBalancer, type ProgramOptions } from '../../../../test/elbv2/example-program.ts'
import { planLoadBalancing } from './plan.ts'

const plan = (options: ProgramOptions = {}) => planLoadBalancing(describeLoadBalancer(options).graph)

describe('planLoadBalancing', () => {
  it('reads names and ARNs as AWS writes them', () => {
    const [loadBalancer] = plan().loadBalancers
    expect(loadBalancer?.arn).toMatch(
      /^arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer\/app\/edge\/[0-9a-f]{16}$/,
    )
    expect(loadBalancer?.dnsName).toMatch(/^edge-\d{10}\.us-east-1\.elb\.amazonaws\.com$/)
    expect(loadBalancer?.zoneId).toBe('Z35SXDOTRQ7X7K')
    expect(loadBalancer?.subnets.map(({ zone }) => zone)).toEqual(['us-east-1a', 'us-east-1b'])
  })

  it('records which load balancer uses a target group', () => {
    const { loadBalancers, targetGroups } = plan()
    expect(targetGroups.map(({ name, loadBalancerArns }) => [name, loadBalancerArns])).toEqual([
      ['pages', [loadBalancers[0]?.arn]],
      ['api', []],
    ])
  })

  it('sorts rules by priority and ends with the default', () => {
    const rule = { conditions: [{ pathPattern: { values: ['/a'] } }], actions: [{ type: 'fixed-response' }] }
    const { loadBalancers } = plan({
      rules: () => [
        { ...rule, priority: 7 },
        { ...rule, priority: 3 },
      ],
    })
    const priorities = loadBalancers[0]?.listeners[0]?.rules.map(({ priority }) => priority)
    expect(priorities).toEqual([3, 7, 'default'])
  })

  it.each<[string, ProgramOptions, RegExp]>([
    ['subnets in only one zone', { loadBalancer: { subnets: ['subnet-a'] } }, /at least two zones/],
    [
      'an unknown subnet',
      { loadBalancer: { subnets: ['subnet-x'] } },
      /"subnet-x", which is not in the program/,
    ],
    ['a network load balancer', { loadBalancer: { loadBalancerType: 'network' } }, /only runs application/],
    [
      'instance targets',
      { targetGroup: { targetType: 'instance' } },
      /target type "instance" \(wanted: ip\)/,
    ],
    ['stickiness', { targetGroup: { stickiness: { type: 'lb_cookie' } } }, /stickiness/],
    [
      'a time-out longer than the interval',
      { targetGroup: { healthCheck: { interval: 5, timeout: 5 } } },
      /waits 5 s for a check every 5 s/,
    ],
    [
      'two rules with the same priority',
      {
        rules: () =>
          [1, 1].map((priority) => ({
            priority,
            conditions: [{ pathPattern: { values: ['/a'] } }],
            actions: [{ type: 'fixed-response' }],
          })),
      },
      /have priority 1/,
    ],
    [
      'an authentication action',
      {
        rules: () => [
          { conditions: [{ pathPattern: { values: ['/a'] } }], actions: [{ type: 'authenticate-oidc' }] },
        ],
      },
      /"authenticate-oidc"/,
    ],
    [
      'a rule without conditions',
      { rules: () => [{ conditions: [], actions: [{ type: 'fixed-response' }] }] },
      /0 condition values/,
    ],
  ])('refuses %s', (_what, options, message) => {
    expect(() => plan(options)).toThrow(message)
  })
})
