import { describe, expect, it } from 'vitest'
import { REDACTED, redactPersonalFields, scrubText } from './redaction.ts'

describe('redaction', () => {
  it('replaces personal fields at any depth and keeps the rest', () => {
    const lead = {
      id: 'l1',
      person: { name: '김민지', email: 'minji@example.com', locale: 'ko' },
      phones: [{ phone: '1' }],
    }
    expect(redactPersonalFields(lead)).toEqual({
      id: 'l1',
      person: { name: REDACTED, email: REDACTED, locale: 'ko' },
      phones: [{ phone: REDACTED }],
    })
  })

  it('removes addresses and telephone numbers from free text', () => {
    const text = 'Key (email)=(minji@example.com) exists, phone +82 10-1234-5678, port 5432'
    expect(scrubText(text)).toBe(`Key (email)=(${REDACTED}) exists, phone ${REDACTED}, port 5432`)
  })

  it('leaves status codes, counts and versions readable', () => {
    const renewed = 'us-east-1 renewed 2026-12-02 00:00:35.623592+00'
    expect(scrubText(renewed)).toBe(renewed)
    expect(scrubText('answered 503 after 1200 ms, PostgreSQL 17.10')).toBe(
      'answered 503 after 1200 ms, PostgreSQL 17.10',
    )
  })
})
