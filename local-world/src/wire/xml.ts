import type { NormalizedSchema } from '@smithy/core/schema'
import { XMLParser } from 'fast-xml-parser'
import { scalarFromText, wireName } from './schema.ts'

const ESCAPES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' }

export function escapeXml(text: string): string {
  return text.replace(/[<>&"]/g, (character) => ESCAPES[character] ?? character)
}

/** One value as an XML element (or several, for a flattened list), following the SDK's schema. */
export function toXml(schema: NormalizedSchema, value: unknown, name: string): string {
  if (value === undefined || value === null) return ''
  if (schema.isStructSchema())
    return `<${name}>${structBody(schema, value as Record<string, unknown>)}</${name}>`
  if (schema.isListSchema()) return listToXml(schema, value as readonly unknown[], name)
  if (schema.isTimestampSchema()) return `<${name}>${isoSeconds(value as Date)}</${name}>`
  return `<${name}>${escapeXml(String(value))}</${name}>`
}

/** The members of a structure as elements, without the structure's own. */
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

function isoSeconds(value: Date): string {
  return new Date(value).toISOString().replace(/\.\d+Z$/, 'Z')
}

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, ignoreDeclaration: true })

/** The content of a document's root element as nested plain values; throws when it is not XML. */
export function parseXmlRoot(text: string): unknown {
  const document: unknown = parser.parse(text, true)
  return Object.values(document as Record<string, unknown>)[0]
}

/** A parsed element in the SDK's own shape for the schema. */
export function fromXml(schema: NormalizedSchema, element: unknown): unknown {
  if (schema.isStructSchema()) return structFromXml(schema, element)
  if (schema.isListSchema()) return listFromXml(schema, element)
  if (element === undefined) return undefined
  return scalarFromText(schema, String(element))
}

function structFromXml(schema: NormalizedSchema, element: unknown): Record<string, unknown> {
  const members: Record<string, unknown> = {}
  if (typeof element !== 'object' || element === null) return members
  for (const [memberName, member] of schema.structIterator()) {
    const child = (element as Record<string, unknown>)[wireName(member, memberName)]
    if (child !== undefined) members[memberName] = fromXml(member, child)
  }
  return members
}

function listFromXml(schema: NormalizedSchema, element: unknown): unknown[] {
  const valueSchema = schema.getValueSchema()
  const items = schema.getMergedTraits().xmlFlattened
    ? element
    : (element as Record<string, unknown> | undefined)?.[wireName(valueSchema, 'member')]
  if (items === undefined) return []
  return (Array.isArray(items) ? items : [items]).map((item) => fromXml(valueSchema, item))
}
