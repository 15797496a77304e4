import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runProgram } from './run-program.ts'

const run = await runProgram('poc')
const { inputs } = run.named('aws:cloudfront/distribution:Distribution', 'edge-distribution')
const behaviour = (path: string) =>
  inputs.orderedCacheBehaviors.find(({ pathPattern }: { pathPattern: string }) => pathPattern === path)

interface OriginInputs {
  readonly originId: string
  readonly domainName: string
  readonly customOriginConfig?: object
  readonly customHeaders?: readonly object[]
}

/** Origins served by regions: all but the bucket. */
const regional: readonly OriginInputs[] = inputs.origins.filter(
  ({ originId }: OriginInputs) => originId !== 'errors',
)

describe('the origin group', () => {
  it('has exactly two members, as CloudFront requires', () => {
    expect(inputs.originGroups).toHaveLength(1)
    expect(inputs.originGroups[0].members).toEqual([{ originId: 'nearest' }, { originId: 'next' }])
  })

  it('fails over on connection failures and time-outs as well as errors', () => {
    expect(inputs.originGroups[0].failoverCriteria.statusCodes).toEqual([500, 502, 503, 504])
  })

  it('uses names that Route 53 resolves by health', () => {
    const origins = regional.map(({ originId, domainName }) => [originId, domainName])
    expect(origins).toEqual([
      ['nearest', 'nearest.meridian.example'],
      ['next', 'next.meridian.example'],
      ['writes', 'nearest.meridian.example'],
    ])
  })

  it('serves pages, by reading methods only', () => {
    expect(inputs.defaultCacheBehavior).toMatchObject({
      targetOriginId: 'pages',
      allowedMethods: ['GET', 'HEAD', 'OPTIONS'],
    })
  })
})

describe.each(['/api/*', '/forms/*'])('the behaviour of %s', (path) => {
  it('accepts writes, so it targets one origin and not a group', () => {
    expect(behaviour(path).targetOriginId).toBe('writes')
    expect(behaviour(path).allowedMethods).toContain('POST')
  })

  it('builds the group for reads in a viewer-request function', () => {
    expect(behaviour(path).functionAssociations).toEqual([
      {
        eventType: 'viewer-request',
        functionArn: expect.stringContaining('edge-read-failover'),
      },
    ])
  })
})

/** What a program that asked for JSON looks for: the API's own name of this problem. */
const UNAVAILABLE = '<meta name="problem" content="urn:meridian:problem:unavailable">'

describe('an error that no region made', () => {
  it('shows an error page, and errors that services answer stay unchanged', () => {
    const page = '/errors/unavailable.html'
    expect(inputs.customErrorResponses).toEqual([
      { errorCode: 500, errorCachingMinTtl: 0 },
      { errorCode: 502, errorCachingMinTtl: 0, responseCode: 502, responsePagePath: page },
      { errorCode: 503, errorCachingMinTtl: 0 },
      { errorCode: 504, errorCachingMinTtl: 0, responseCode: 504, responsePagePath: page },
    ])
    expect(behaviour('/errors/*')).toMatchObject({ targetOriginId: 'errors' })
    const object = run.named('aws:s3/bucketObjectv2:BucketObjectv2', 'error-pages-unavailable')
    expect(`/${object.inputs.key}`).toBe(page)
    expect(object.inputs.contentType).toBe('text/html; charset=utf-8')
    for (const words of [
      'We will be right back',
      '곧 돌아오겠습니다',
      'lang="ko"',
      'name="viewport"',
      UNAVAILABLE,
    ])
      expect(object.inputs.content).toContain(words)
    expect(object.inputs.content).not.toMatch(/<script|src=|url\(/)
  })

  it('is stored in a private bucket that only the distribution can read', () => {
    const { policy } = run.named('aws:s3/bucketPolicy:BucketPolicy', 'error-pages').inputs
    expect(JSON.parse(policy).Statement).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Action: ['s3:GetObject'],
        Condition: { StringEquals: { 'AWS:SourceArn': expect.stringContaining('edge-distribution') } },
      }),
    )
    expect(
      run.named('aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock', 'error-pages').inputs,
    ).toMatchObject({ restrictPublicBuckets: true, blockPublicPolicy: true })
  })
})

describe('the read-failover function', () => {
  const code = readFileSync(new URL('../functions/read-failover.js', import.meta.url), 'utf8')

  it('is within the 10 KB limit of CloudFront', () => {
    expect(Buffer.byteLength(code)).toBeLessThan(10_240)
  })

  it.each([
    ['GET', ['nearest', 'next']],
    ['HEAD', ['nearest', 'next']],
    ['POST', []],
    ['DELETE', []],
  ])('for %s groups the origins %j, all of which the distribution has', (method, expected) => {
    const grouped = runFunction(method)
    expect(grouped).toEqual(expected)
    const known = inputs.origins.map(({ originId }: { originId: string }) => originId)
    expect(known).toEqual(expect.arrayContaining(grouped))
  })

  /** Runs the code as CloudFront does: its `cf` module in scope, `handler` called by name. */
  function runFunction(method: string): string[] {
    const grouped: string[] = []
    const cf = {
      createRequestOriginGroup: ({ originIds }: { originIds: { originId: string }[] }) =>
        grouped.push(...originIds.map(({ originId }) => originId)),
    }
    const body = code.replace("import cf from 'cloudfront'", '')
    const request = { method, uri: '/api/campaigns' }
    const answer = new Function('cf', 'event', `${body}\nreturn handler(event)`)(cf, { request })
    expect(answer).toBe(request)
    return grouped
  }
})

describe('TLS', () => {
  it('is 1.2 or newer for visitors, under the names that they type', () => {
    expect(inputs.viewerCertificate).toMatchObject({
      acmCertificateArn: expect.stringContaining('certificates-site'),
      sslSupportMethod: 'sni-only',
      minimumProtocolVersion: 'TLSv1.2_2021',
    })
    expect(inputs.aliases).toEqual(['www.meridian.example', 'meridian.example'])
  })

  it('is used from the edge to every region, together with the origin key', () => {
    for (const origin of regional) {
      expect(origin.customOriginConfig).toMatchObject({
        originProtocolPolicy: 'https-only',
        originSslProtocols: ['TLSv1.2'],
      })
      expect(origin.customHeaders).toEqual([{ name: 'x-meridian-origin-key', value: 'drawn-by-aws' }])
    }
  })

  it('uses one us-east-1 certificate for the site, and one per region for the names of the origins', () => {
    const certificates = run.ofType('aws:acm/certificate:Certificate')
    const names = (of: (typeof certificates)[number]) => [
      of.inputs.domainName,
      ...of.inputs.subjectAlternativeNames,
    ]
    expect(certificates.map((of) => [of.region, names(of)])).toEqual([
      ['use1', ['www.meridian.example', 'meridian.example']],
      ...['use1', 'usw2', 'apne2'].map((code) => [
        code,
        [`${code}.meridian.example`, 'nearest.meridian.example', 'next.meridian.example'],
      ]),
    ])
    for (const of of certificates.slice(1))
      for (const { domainName } of regional) expect(names(of)).toContain(domainName)
  })

  it('validates each name once, however many certificates have it', () => {
    const proofs = run
      .ofType('aws:route53/record:Record')
      .filter(({ name }) => name.startsWith('certificates-proof-'))
      .map(({ inputs: record }) => record.name)
    expect(proofs).toHaveLength(7)
    expect(new Set(proofs).size).toBe(7)
  })

  it('is enforced by browsers', () => {
    const { inputs: headers } = run.named(
      'aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy',
      'edge-headers',
    )
    expect(headers.securityHeadersConfig.strictTransportSecurity).toEqual({
      accessControlMaxAgeSec: 86_400,
      includeSubdomains: true,
      override: true,
    })
    for (const of of [inputs.defaultCacheBehavior, ...inputs.orderedCacheBehaviors])
      expect(of).toMatchObject({
        viewerProtocolPolicy: 'redirect-to-https',
        responseHeadersPolicyId: 'edge-headers-id',
      })
  })
})

describe('the firewall', () => {
  const acls = run.ofType('aws:wafv2/webAcl:WebAcl')
  const ruleNames = (acl: (typeof acls)[number]) => acl.inputs.rules.map(({ name }: { name: string }) => name)

  it('protects the edge and every region', () => {
    expect(acls.map((acl) => [acl.region, acl.inputs.scope]).sort()).toEqual([
      ['apne2', 'REGIONAL'],
      ['use1', 'CLOUDFRONT'],
      ['use1', 'REGIONAL'],
      ['usw2', 'REGIONAL'],
    ])
    expect(inputs.webAclId).toContain('edge-firewall')
    const before = run.ofType('aws:wafv2/webAclAssociation:WebAclAssociation')
    expect(before.map(({ inputs: { resourceArn } }) => resourceArn.split(':').at(-1)).sort()).toEqual([
      'apne2-alb',
      'use1-alb',
      'usw2-alb',
    ])
  })

  it('limits rates by address at the edge only: behind it the visitor can forge the address', () => {
    for (const acl of acls) {
      const counted = acl.inputs.rules.map(
        ({ statement }: { statement: { rateBasedStatement?: { aggregateKeyType: string } } }) =>
          statement.rateBasedStatement?.aggregateKeyType,
      )
      expect(counted.filter(Boolean)).toEqual(acl.inputs.scope === 'CLOUDFRONT' ? ['IP'] : [])
    }
  })

  it('uses AWS’s rule groups, and those by address at the edge only', () => {
    for (const acl of acls)
      expect(ruleNames(acl)).toEqual(
        acl.inputs.scope === 'CLOUDFRONT'
          ? ['rate', 'reputation', 'common', 'bad-inputs', 'sql']
          : ['common', 'bad-inputs', 'sql'],
      )
  })

  it('accepts a message of 2,000 Korean syllables: the group’s body limit only counts', () => {
    for (const acl of acls) {
      const common = acl.inputs.rules.find(({ name }: { name: string }) => name === 'common')
      expect(common.statement.managedRuleGroupStatement.ruleActionOverrides).toEqual([
        { name: 'SizeRestrictions_BODY', actionToUse: { count: {} } },
      ])
    }
  })

  it('only counts in poc, and blocks in production', async () => {
    const production = await runProgram('production')
    const modes = (of: typeof run) =>
      of
        .ofType('aws:wafv2/webAcl:WebAcl')
        .flatMap(({ inputs: acl }) => acl.rules)
        .map(({ action, overrideAction }) => Object.keys(action ?? overrideAction)[0])
    expect(new Set(modes(run))).toEqual(new Set(['count']))
    expect(new Set(modes(production))).toEqual(new Set(['block', 'none']))
  })

  it('logs blocked requests without identities or the origin key', () => {
    const logs = run.ofType('aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration')
    expect(logs).toHaveLength(4)
    for (const { inputs: log } of logs)
      expect(
        log.redactedFields.map(({ singleHeader }: { singleHeader: { name: string } }) => singleHeader.name),
      ).toEqual(['authorization', 'cookie', 'x-meridian-origin-key'])
  })
})

describe('failures', () => {
  it('are not cached at the edge', () => {
    for (const response of inputs.customErrorResponses) expect(response.errorCachingMinTtl).toBe(0)
  })

  it('of writes are not declared while a service may still park the write', () => {
    const writes = inputs.origins.find(({ originId }: { originId: string }) => originId === 'writes')
    expect(writes.customOriginConfig.originReadTimeout).toBe(30)
  })

  it('are detected within seconds', () => {
    for (const origin of inputs.origins) expect(origin.connectionTimeout * origin.connectionAttempts).toBe(2)
  })
})
