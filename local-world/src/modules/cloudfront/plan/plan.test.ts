import { describe, expect, it } from 'vitest'
import {
  ALL_METHODS,
  behavior,
  exampleGraph,
  group,
  origin,
} from '../../../../test/cloudfront/example-program.ts'
import { behaviorFor } from '../model/distribution.ts'
import { createPathPattern } from '../model/path-pattern.ts'
import { planCloudFront } from './plan.ts'

const plan = (settings: Record<string, unknown> = {}) =>
  planCloudFront(exampleGraph(settings)).distributions[0]!

describe('the plan', () => {
  it('reads the example program', () => {
    const distribution = plan()
    expect(behaviorFor(distribution, '/api/campaigns').targetId).toBe('nearest')
    expect(behaviorFor(distribution, '/assets/a.js').cache.name).toBe('Managed-CachingOptimized')
    expect(behaviorFor(distribution, '/ko').targetId).toBe('pages')
  })

  // INV-CLOUDFRONT-1
  it('(33) refuses a third member of an origin group', () => {
    const settings = {
      origins: ['nearest', 'next', 'third'].map((id) => origin(id)),
      originGroups: [group([500], 'pages', ['nearest', 'next', 'third'])],
    }
    expect(() => plan(settings)).toThrow(/exactly 2 members, found 3: nearest, next, third/)
  })

  it.each([
    ['an origin group of one', { originGroups: [group([500], 'pages', ['nearest'])] }, /found 1/],
    [
      'a member that is not an origin',
      { originGroups: [group([500], 'pages', ['nearest', 'gone'])] },
      /NoSuchOrigin: member "gone"/,
    ],
    [
      'a status code that is not selectable',
      { originGroups: [group([501])] },
      /\[501\], expected some of 400/,
    ],
    [
      'a behaviour without its origin',
      { defaultCacheBehavior: behavior('gone') },
      /"gone" is neither an origin nor/,
    ],
    [
      'writes to an origin group',
      { defaultCacheBehavior: behavior('pages', { allowedMethods: ALL_METHODS }) },
      /AllowedMethods cannot include POST, PUT, PATCH, or DELETE/,
    ],
    [
      'an unsupported set of methods',
      { defaultCacheBehavior: behavior('pages', { allowedMethods: ['GET'] }) },
      /expected \[GET, HEAD\]/,
    ],
    [
      'an unknown cache policy',
      { defaultCacheBehavior: behavior('pages', { cachePolicyId: 'x' }) },
      /NoSuchCachePolicy/,
    ],
    [
      'legacy cache settings',
      { defaultCacheBehavior: behavior('pages', { cachePolicyId: undefined }) },
      /needs cachePolicyId/,
    ],
    [
      'too many attempts',
      { origins: [origin('nearest', {}, { connectionAttempts: 4 }), origin('next')] },
      /connectionAttempts is 4, expected 1 to 3/,
    ],
    [
      'a function that does not exist',
      {
        defaultCacheBehavior: behavior('pages', {
          functionAssociations: [{ eventType: 'viewer-request', functionArn: 'arn:x' }],
        }),
      },
      /no function has the ARN arn:x/,
    ],
  ])('refuses %s', (_, settings, message) => {
    expect(() => plan(settings)).toThrow(message)
  })
})

describe('a path pattern', () => {
  it.each([
    ['/api/*', '/api/a/b', true],
    ['/api/*', '/api', false],
    ['api/*', '/api/x', true],
    ['*.jpg', '/a/b.jpg', true],
    ['/a?c', '/abc', true],
    ['/a?c', '/ac', false],
    ['/A/*', '/a/x', false],
    ['/a.b', '/axb', false],
  ])('%s and %s: %s', (pattern, path, expected) => {
    expect(createPathPattern(pattern).matches(path)).toBe(expected)
  })
})
