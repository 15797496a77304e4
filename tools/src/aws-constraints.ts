// Extracts what AWS's service models demand of requests, for the operations that the control endpoint implements.
//
//   node tools/launch.mjs tools/src/aws-constraints.ts <botocore data folder>
//
// The folder is `botocore/data` of an installed botocore (`python3 -c 'import botocore; print(botocore.__path__[0])'`). Run it after an
// operation was added (docs/control-plane.md says which there are) or to take a newer botocore; nothing else needs Python.
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
  readonly operations: Readonly<Record<string, { readonly input?: { readonly shape: string } }>>
  readonly shapes: Readonly<Record<string, ModelShape>>
}

/** Names in signatures to botocore's folders, where they differ. */
const FOLDERS: Readonly<Record<string, string>> = {
  elasticloadbalancing: 'elbv2',
  monitoring: 'cloudwatch',
}
const ROOT = join(import.meta.dirname, '../..')
const TARGET = join(ROOT, 'local-world/src/wire/constraints')

/** What a model says of one shape, without types that the SDK's schemas know; undefined when it demands nothing. */
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
    // One that any text satisfies says nothing.
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

/** Shapes that demand something themselves or hold one that does. */
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

function extract(model: ServiceModel, operations: readonly string[], source: string): string {
  const inputs = operations.flatMap((name) => {
    const input = model.operations[name]?.input?.shape
    return input ? [[name, input] as const] : []
  })
  const names = reachable(
    model,
    inputs.map(([, input]) => input),
  )
  const demanding = demandingShapes(model, names)
  const shapes = names.flatMap((name) => {
    const shape = model.shapes[name]
    const constraint = shape && constraintOf(shape, demanding)
    return constraint ? [`    ${JSON.stringify(name)}: ${JSON.stringify(constraint)}`] : []
  })
  const today = new Date().toISOString().slice(0, 10)
  return [
    '{',
    `  "source": ${JSON.stringify(source)},`,
    `  "license": "Apache-2.0",`,
    `  "apiVersion": ${JSON.stringify(model.metadata.apiVersion)},`,
    `  "extracted": "${today}",`,
    `  "operations": {`,
    inputs.map(([name, input]) => `    ${JSON.stringify(name)}: ${JSON.stringify(input)}`).join(',\n'),
    '  },',
    `  "shapes": {`,
    shapes.join(',\n'),
    '  }',
    '}',
    '',
  ].join('\n')
}

function readModel(folder: string): ServiceModel {
  const newest = readdirSync(folder)
    .filter((name) => /^\d{4}-/.test(name))
    .sort()
    .at(-1)
  const file = join(folder, newest ?? '', 'service-2.json')
  const text = existsSync(file) ? readFileSync(file) : gunzipSync(readFileSync(`${file}.gz`))
  return JSON.parse(text.toString('utf8')) as ServiceModel
}

/** The implemented operations by service, from the generated support table. */
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
    const model = readModel(join(data, FOLDERS[scope] ?? scope))
    const file = join(TARGET, `${scope}.json`)
    writeFileSync(file, extract(model, operations, `botocore ${version}`))
    console.error(`✓ ${scope}: ${operations.length} operations → ${file}`)
  }
  return 0
}

process.exitCode = main(process.argv.slice(2))
