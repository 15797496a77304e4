// Extracts constraints on requests and the members of responses from AWS's service models, for the operations that the control
// endpoint implements: `local-world/src/wire/constraints` and, for tests, `local-world/test/wire/output-shapes`.
//
//   node tools/launch.mjs tools/src/aws-constraints.ts <botocore data folder>
//
// The folder is `botocore/data` of an installed botocore (`python3 -c 'import botocore; print(botocore.__path__[0])'`). Run it
// after adding an operation (docs/control-plane.md lists them) or to use a newer botocore; nothing else needs Python.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'

interface ModelShape {
  readonly type: string
  readonly required?: readonly string[]
  readonly members?: Readonly<Record<string, { readonly shape: string }>>
  readonly member?: { readonly shape: string }
  readonly key?: { readonly shape: string }
  readonly value?: { readonly shape: string }
  readonly enum?: readonly string[]
  readonly min?: number
  readonly max?: number
  readonly pattern?: string
}

interface ServiceModel {
  readonly metadata: { readonly apiVersion: string }
  readonly operations: Readonly<
    Record<
      string,
      { readonly input?: { readonly shape: string }; readonly output?: { readonly shape: string } }
    >
  >
  readonly shapes: Readonly<Record<string, ModelShape>>
}

/** How botocore paginates a list. */
interface Paginator {
  readonly input_token: string | readonly string[]
  readonly output_token: string | readonly string[]
  readonly limit_key?: string
}

/** Signing names and their botocore folders, where they differ. */
const FOLDERS: Readonly<Record<string, string>> = {
  elasticloadbalancing: 'elbv2',
  monitoring: 'cloudwatch',
}
const ROOT = join(import.meta.dirname, '../..')
const CONSTRAINTS = join(ROOT, 'local-world/src/wire/constraints')
const OUTPUT_SHAPES = join(ROOT, 'local-world/test/wire/output-shapes')

/** Constraints of one shape, without the types that the SDK's schemas know; undefined if there are none. */
function constraintOf(shape: ModelShape, demanding: ReadonlySet<string>): object | undefined {
  const members = Object.entries(shape.members ?? {}).flatMap(([name, { shape: target }]) =>
    demanding.has(target) ? [[name, target]] : [],
  )
  const part = (reference: { readonly shape: string } | undefined) =>
    reference && demanding.has(reference.shape) ? reference.shape : undefined
  const constraint = {
    required: shape.required?.length ? shape.required : undefined,
    members: members.length > 0 ? Object.fromEntries(members) : undefined,
    item: part(shape.member ?? shape.value),
    key: part(shape.key),
    enum: shape.enum,
    min: shape.min,
    max: shape.max,
    // A pattern that matches any text is no constraint.
    pattern: shape.pattern === '.*' ? undefined : shape.pattern,
    integer: shape.type === 'integer' || shape.type === 'long' ? shape.type : undefined,
  }
  const stated = Object.entries(constraint).filter(([, value]) => value !== undefined)
  return stated.length > 0 ? Object.fromEntries(stated) : undefined
}

function reachable(model: ServiceModel, roots: readonly string[]): readonly string[] {
  const seen = new Set<string>()
  const waiting = [...roots]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const shape = model.shapes[name]
    if (seen.has(name) || !shape) continue
    seen.add(name)
    for (const part of [...Object.values(shape.members ?? {}), shape.member, shape.key, shape.value])
      if (part) waiting.push(part.shape)
  }
  return [...seen].sort()
}

/** Shapes that have constraints, or contain one that has. */
function demandingShapes(model: ServiceModel, names: readonly string[]): ReadonlySet<string> {
  const demanding = new Set<string>()
  for (let before = -1; before !== demanding.size; ) {
    before = demanding.size
    for (const name of names) {
      const shape = model.shapes[name]
      if (shape && constraintOf(shape, demanding)) demanding.add(name)
    }
  }
  return demanding
}

/** One entry per line, so that a newer model gives a small diff. */
const lines = (entries: readonly (readonly [name: string, value: unknown])[]) =>
  entries.map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(',\n')

function document(
  model: ServiceModel,
  source: string,
  parts: Readonly<Record<string, readonly (readonly [name: string, value: unknown])[]>>,
): string {
  const today = new Date().toISOString().slice(0, 10)
  return [
    '{',
    `  "source": ${JSON.stringify(source)},`,
    `  "license": "Apache-2.0",`,
    `  "apiVersion": ${JSON.stringify(model.metadata.apiVersion)},`,
    `  "extracted": "${today}",`,
    Object.entries(parts)
      .map(([part, entries]) =>
        entries.length > 0 ? `  "${part}": {\n${lines(entries)}\n  }` : `  "${part}": {}`,
      )
      .join(',\n'),
    '}',
    '',
  ].join('\n')
}

function rootsOf(model: ServiceModel, operations: readonly string[], side: 'input' | 'output') {
  return operations.flatMap((name) => {
    const shape = model.operations[name]?.[side]?.shape
    return shape ? [[name, shape] as const] : []
  })
}

function constraintsOf(model: ServiceModel, operations: readonly string[], source: string): string {
  const inputs = rootsOf(model, operations, 'input')
  const names = reachable(
    model,
    inputs.map(([, input]) => input),
  )
  const demanding = demandingShapes(model, names)
  const shapes = names.flatMap((name) => {
    const shape = model.shapes[name]
    const constraint = shape && constraintOf(shape, demanding)
    return constraint ? [[name, constraint] as const] : []
  })
  return document(model, source, { operations: inputs, shapes })
}

/** The structure inside a member, through lists and maps; null for a plain value. */
function structureIn(model: ServiceModel, name: string): string | null {
  const shape = model.shapes[name]
  if (shape?.type === 'structure') return name
  const part = shape?.member ?? shape?.value
  return part ? structureIn(model, part.shape) : null
}

function outputShapesOf(
  model: ServiceModel,
  operations: readonly string[],
  paginators: Readonly<Record<string, Paginator>>,
  source: string,
): string {
  const outputs = rootsOf(model, operations, 'output')
  const names = reachable(
    model,
    outputs.map(([, output]) => output),
  )
  const shapes = names.flatMap((name) => {
    const shape = model.shapes[name]
    if (shape?.type !== 'structure') return []
    const members = Object.entries(shape.members ?? {})
    return [
      [
        name,
        Object.fromEntries(members.map(([key, { shape: held }]) => [key, structureIn(model, held)])),
      ] as const,
    ]
  })
  const pages = operations.flatMap((name) => {
    const paginator = paginators[name]
    if (!paginator?.limit_key) return []
    const { input_token, limit_key, output_token } = paginator
    return [[name, { limit: limit_key, token: [input_token].flat(), next: [output_token].flat() }] as const]
  })
  const answers = operations.map((name) => [name, model.operations[name]?.output?.shape ?? null] as const)
  return document(model, source, { operations: answers, pages, shapes })
}

function readNewest<Content>(folder: string, kind: string): Content | undefined {
  const newest = readdirSync(folder)
    .filter((name) => /^\d{4}-/.test(name))
    .sort()
    .at(-1)
  const file = join(folder, newest ?? '', `${kind}.json`)
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Content
  if (!existsSync(`${file}.gz`)) return undefined
  return JSON.parse(gunzipSync(readFileSync(`${file}.gz`)).toString('utf8')) as Content
}

/** The implemented operations of each service, from the generated support table. */
function implemented(): ReadonlyMap<string, readonly string[]> {
  const sections = readFileSync(join(ROOT, 'docs/control-plane.md'), 'utf8').split(/^## /m).slice(1)
  return new Map(
    sections.map((section) => [
      section.slice(0, section.indexOf('\n')),
      [...section.matchAll(/^\| (\w+) \| yes \|$/gm)].map(([, name = '']) => name),
    ]),
  )
}

function main([data]: readonly string[]): number {
  if (data === undefined || !existsSync(join(data, 'endpoints.json'))) {
    console.error(
      `Expected the folder of botocore's data${data === undefined ? '' : `, and ${data} is none`}.\n` +
        'Usage: node tools/launch.mjs tools/src/aws-constraints.ts .../site-packages/botocore/data',
    )
    return 2
  }
  const version = /__version__ = '([^']+)'/.exec(
    readFileSync(join(dirname(data), '__init__.py'), 'utf8'),
  )?.[1]
  for (const [scope, operations] of implemented()) {
    const folder = join(data, FOLDERS[scope] ?? scope)
    const model = readNewest<ServiceModel>(folder, 'service-2')
    if (!model) {
      console.error(`✗ ${scope}: no service model in ${folder}. Add the folder's name to FOLDERS.`)
      return 1
    }
    const { pagination = {} } =
      readNewest<{ pagination: Record<string, Paginator> }>(folder, 'paginators-1') ?? {}
    const source = `botocore ${version}`
    writeFileSync(join(CONSTRAINTS, `${scope}.json`), constraintsOf(model, operations, source))
    writeFileSync(join(OUTPUT_SHAPES, `${scope}.json`), outputShapesOf(model, operations, pagination, source))
    console.error(`✓ ${scope}: ${operations.length} operations`)
  }
  return 0
}

process.exitCode = main(process.argv.slice(2))
