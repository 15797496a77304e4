import type { NormalizedSchema } from '@smithy/core/schema'
import { XMLParser } from 'fast-xml-parser'
import { MAX_DEPTH, MalformedError, tooDeep } from './malformed-error.ts'
import { scalarFromText, wireName } from './schema.ts'

const ESCAPES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' }

export function escapeXml(text: string): string {
  return text.replace(/[<>&"]/g, (character) => ESCAPES[character] ?? character)
}

/** Encodes one value as an XML element (or several, for a flattened list), following the SDK's schema. */
export function toXml(schema: NormalizedSchema, value: unknown, name: string): string {
  if (value === undefined || value === null) return ''
  if (schema.isStructSchema())
    return `<${name}>${structBody(schema, value as Record<string, unknown>)}</${name}>`
  if (schema.isListSchema()) return listToXml(schema, value as readonly unknown[], name)
  if (schema.isMapSchema()) return mapToXml(schema, value as Readonly<Record<string, unknown>>, name)
  if (schema.isTimestampSchema()) return `<${name}>${isoSeconds(value as Date)}</${name}>`
  return `<${name}>${escapeXml(String(value))}</${name}>`
}

/** The members of a structure as elements, without the enclosing one. */
export function structBody(schema: NormalizedSchema, value: Readonly<Record<string, unknown>>): string {
  let body = ''
  for (const [memberName, member] of schema.structIterator())
    body += toXml(member, value[memberName], wireName(member, memberName))
  return body
}

function listToXml(schema: NormalizedSchema, values: readonly unknown[], name: string): string {
  const element = schema.getValueSchema()
  if (schema.getMergedTraits().xmlFlattened)
    return values.map((value) => toXml(element, value, name)).join('')
  const elementName = wireName(element, 'member')
  return `<${name}>${values.map((value) => toXml(element, value, elementName)).join('')}</${name}>`
}

function mapToXml(schema: NormalizedSchema, map: Readonly<Record<string, unknown>>, name: string): string {
  const [keySchema, valueSchema] = [schema.getKeySchema(), schema.getValueSchema()]
  const [keyName, valueName] = [wireName(keySchema, 'key'), wireName(valueSchema, 'value')]
  const isFlat = schema.getMergedTraits().xmlFlattened !== undefined
  const entryName = isFlat ? name : 'entry'
  const entries = Object.entries(map).map(
    ([key, value]) =>
      `<${entryName}>${toXml(keySchema, key, keyName)}${toXml(valueSchema, value, valueName)}</${entryName}>`,
  )
  return isFlat ? entries.join('') : `<${name}>${entries.join('')}</${name}>`
}

function isoSeconds(value: Date): string {
  return new Date(value).toISOString().replace(/\.\d+Z$/, 'Z')
}

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, ignoreDeclaration: true })

/** A document's root: the element's name and its content as nested plain values. */
export interface XmlRoot {
  readonly name: string
  readonly content: unknown
}

/** Throws MalformedError if the text is not XML. */
export function parseXmlRoot(text: string): XmlRoot {
  let document: object
  try {
    document = parser.parse(text, true) as object
  } catch (error) {
    throw new MalformedError(`Invalid XML: ${(error as Error).message}`)
  }
  const [root] = Object.entries(document)
  if (!root) throw new MalformedError('Invalid XML: there is no root element')
  return { name: root[0], content: root[1] }
}

/** Decodes a parsed element into the SDK's shape for the schema; throws MalformedError if it does not fit. */
export function fromXml(schema: NormalizedSchema, element: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) throw tooDeep()
  if (schema.isStructSchema()) return structFromXml(schema, element, depth)
  if (schema.isListSchema()) return listFromXml(schema, element, depth)
  if (element === undefined) return undefined
  if (typeof element === 'object') throw new MalformedError('Unexpected complex element')
  return scalarFromText(schema, String(element))
}

function structFromXml(schema: NormalizedSchema, element: unknown, depth: number): Record<string, unknown> {
  const members: Record<string, unknown> = {}
  if (element === undefined || element === '') return members
  if (typeof element !== 'object' || element === null || Array.isArray(element))
    throw new MalformedError('Unexpected element: one structure is expected')
  for (const [memberName, member] of schema.structIterator()) {
    const name = wireName(member, memberName)
    const child = Object.hasOwn(element, name) ? (element as Record<string, unknown>)[name] : undefined
    if (child !== undefined) members[memberName] = fromXml(member, child, depth + 1)
  }
  return members
}

function listFromXml(schema: NormalizedSchema, element: unknown, depth: number): unknown[] {
  const valueSchema = schema.getValueSchema()
  const items = schema.getMergedTraits().xmlFlattened
    ? element
    : itemsOf(element, wireName(valueSchema, 'member'))
  if (items === undefined) return []
  return (Array.isArray(items) ? items : [items]).map((item) => fromXml(valueSchema, item, depth + 1))
}

function itemsOf(element: unknown, name: string): unknown {
  if (element === undefined || element === '') return undefined
  if (typeof element !== 'object' || element === null || Array.isArray(element))
    throw new MalformedError('Unexpected list element')
  return Object.hasOwn(element, name) ? (element as Record<string, unknown>)[name] : undefined
}
