import { describe, expect, it } from 'vitest'
import { html, trusted } from './html.ts'

const attack = `"><script>alert('x')</script>&`

describe('html', () => {
  it('escapes text and quoted attributes', () => {
    expect(html`<p title="${attack}">${attack}</p>`.toString()).toBe(
      '<p title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;">&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;</p>',
    )
  })

  it('leaves nested templates as they are and joins lists', () => {
    expect(html`<ul>${['a', '<b>'].map((item) => html`<li>${item}</li>`)}</ul>`.toString()).toBe(
      '<ul><li>a</li><li>&lt;b&gt;</li></ul>',
    )
  })

  it('prints nothing for absent values, but prints zero', () => {
    expect(html`[${undefined}${null}${false}${0}]`.toString()).toBe('[0]')
  })

  it('does not escape text from our own files that is marked as safe', () => {
    expect(html`${trusted('<svg/>')}`.toString()).toBe('<svg/>')
  })

  it('does not treat an object with its own toString as HTML', () => {
    const forged = { toString: () => '<img>' } as unknown as string
    expect(html`${forged}`.toString()).toBe('&lt;img&gt;')
  })

  it('refuses a value in an unquoted attribute', () => {
    expect(() => html`<a href=${'x'}>`).toThrow(/Quote the attribute/)
  })

  it('refuses a value inside a script or style element', () => {
    expect(() => html`<script>const a = "${attack}"</script>`).toThrow(/cannot be escaped/)
    expect(() => html`<style>a { color: ${attack} }</style>`).toThrow(/cannot be escaped/)
    expect(html`<style>a {}</style><p>${attack}</p>`.toString()).toContain('&lt;script&gt;')
  })
})
