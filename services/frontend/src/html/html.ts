/** Text that is already HTML: only `html` and `trusted` create it, so anything else is escaped. */
export class Markup {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  toString(): string {
    return this.#text
  }
}

/** What a template accepts; `false`, `null` and `undefined` print nothing. */
export type HtmlValue = Markup | string | number | false | null | undefined | readonly HtmlValue[]

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
}

function print(value: HtmlValue): string {
  if (value === false || value === null || value === undefined) return ''
  if (value instanceof Markup) return value.toString()
  if (Array.isArray(value)) return value.map(print).join('')
  return escapeHtml(String(value))
}

const checkedTemplates = new WeakSet<TemplateStringsArray>()

/**
 * A template whose values are escaped for text and quoted attributes.
 *
 * Only there is this escaping enough, so a value in an unquoted attribute or inside `<script>` or `<style>` is refused
 * when the template is first used.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Markup {
  if (!checkedTemplates.has(strings)) {
    refuseUnsafePlaces(strings)
    checkedTemplates.add(strings)
  }
  let text = strings[0] ?? ''
  for (const [index, value] of values.entries()) text += print(value) + (strings[index + 1] ?? '')
  return new Markup(text)
}

/** Marks text from our own files (an SVG, a style sheet) as HTML; never call it with anything that a visitor sent. */
export function trusted(text: string): Markup {
  return new Markup(text)
}

function refuseUnsafePlaces(strings: readonly string[]): void {
  let before = ''
  for (const part of strings.slice(0, -1)) {
    before += part
    if (/=\s*$/.test(part)) throw new TypeError(`Quote the attribute before the value: …${part.slice(-40)}`)
    if (/<(script|style)\b[^>]*>(?:(?!<\/\1>)[\s\S])*$/i.test(before))
      throw new TypeError(`A value inside <script> or <style> cannot be escaped: …${part.slice(-40)}`)
  }
}
