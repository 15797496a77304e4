import { describe, expect, it } from 'vitest'
import { loadConfig } from './config.ts'

const enough = { API_ORIGIN: 'http://alb.example', AWS_REGION: 'ap-northeast-2' }

describe('loadConfig', () => {
  it('requires only the origin of the API', () => {
    expect(loadConfig(enough)).toMatchObject({
      port: 3000,
      apiOrigin: 'http://alb.example',
      region: 'ap-northeast-2',
      trustedProxyHops: 0,
    })
  })

  it('lists every problem by variable in one error', () => {
    const wrong = { PORT: 'abc', LOG_LEVEL: 'loud', AWS_REGION: 'eu-west-1', API_ORIGIN: 'alb.example/path' }
    expect(() => loadConfig(wrong)).toThrow(
      expect.objectContaining({
        code: 'MERIDIAN_SERVICE_CONFIGURATION_INVALID',
        message: expect.stringMatching(/4 variables/),
      }),
    )
  })

  it('names a missing variable', () => {
    expect(() => loadConfig({ AWS_REGION: 'us-east-1' })).toThrow(/API_ORIGIN is missing/)
  })

  it('refuses a port written as a fraction or out of range', () => {
    expect(() => loadConfig({ ...enough, PORT: '3000.5' })).toThrow(/PORT/)
    expect(() => loadConfig({ ...enough, PORT: '70000' })).toThrow(/PORT/)
  })
})
