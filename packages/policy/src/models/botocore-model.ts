import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { ModelSource, Shape, StructureShape } from './shape.ts'

interface RawShape {
  readonly type: string
  readonly members?: Readonly<Record<string, { readonly shape: string }>>
  readonly required?: readonly string[]
  readonly member?: { readonly shape: string }
  readonly value?: { readonly shape: string }
  readonly min?: number
  readonly max?: number
  readonly pattern?: string
  readonly enum?: readonly string[]
}

interface RawModel {
  readonly operations: Readonly<Record<string, { readonly input?: { readonly shape: string } }>>
  readonly shapes: Readonly<Record<string, RawShape>>
}

/** IAM's prefix to botocore's name, where they differ. */
const BY_PREFIX: Readonly<Record<string, string>> = {
  elasticloadbalancing: 'elbv2',
  states: 'stepfunctions',
}
const WHERE = 'import botocore; print(botocore.__file__); print(botocore.__version__)'
const NUMBERS = ['integer', 'long', 'float', 'double']

/** Request shapes from the models that Python's botocore carries, lengths and patterns included; undefined without it. */
export function botocoreModel(): ModelSource | undefined {
  const found = findBotocore()
  if (!found) return undefined
  const models = new Map<string, RawModel | undefined>()
  const modelOf = (service: string) => {
    if (!models.has(service)) models.set(service, readModel(found.folder, service))
    return models.get(service)
  }
  return {
    name: 'botocore',
    version: `botocore ${found.version}`,
    request(service, operation) {
      const model = modelOf(service)
      const shape = model?.operations[operation]?.input?.shape
      return model && shape ? structureOf(model, shape) : undefined
    },
    operations(prefix) {
      const model = modelOf(BY_PREFIX[prefix] ?? prefix)
      return model && new Set(Object.keys(model.operations))
    },
  }
}

function findBotocore(): { readonly folder: string; readonly version: string } | undefined {
  try {
    const text = execFileSync('python3', ['-c', WHERE], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const [file = '', version = ''] = text.trim().split('\n')
    const folder = join(dirname(file), 'data')
    return existsSync(folder) ? { folder, version } : undefined
  } catch {
    // Without Python or botocore only the SDK's declarations remain.
    return undefined
  }
}

function readModel(folder: string, service: string): RawModel | undefined {
  const versions = existsSync(join(folder, service)) ? readdirSync(join(folder, service)) : []
  const newest = versions
    .filter((name) => /^\d/.test(name))
    .sort()
    .at(-1)
  if (!newest) return undefined
  const file = join(folder, service, newest, 'service-2.json')
  const text = existsSync(file) ? readFileSync(file) : gunzipSync(readFileSync(`${file}.gz`))
  return JSON.parse(text.toString('utf8')) as RawModel
}

function structureOf(model: RawModel, name: string): StructureShape | undefined {
  const raw = model.shapes[name]
  if (raw?.type !== 'structure') return undefined
  return {
    kind: 'structure',
    name,
    members: new Map(
      Object.entries(raw.members ?? {}).map(([member, { shape }]) => [member, () => shapeOf(model, shape)]),
    ),
    required: raw.required ?? [],
  }
}

function shapeOf(model: RawModel, name: string): Shape {
  const raw = model.shapes[name]
  if (!raw) return { kind: 'other' }
  const limits = {
    ...(raw.min !== undefined && { min: raw.min }),
    ...(raw.max !== undefined && { max: raw.max }),
  }
  if (raw.type === 'structure') return structureOf(model, name) ?? { kind: 'other' }
  if (raw.type === 'list')
    return { kind: 'list', element: () => shapeOf(model, raw.member?.shape ?? ''), ...limits }
  if (raw.type === 'map') return { kind: 'map', value: () => shapeOf(model, raw.value?.shape ?? '') }
  if (raw.type === 'string')
    return {
      kind: 'string',
      ...limits,
      ...(raw.pattern !== undefined && { pattern: raw.pattern }),
      ...(raw.enum && { values: raw.enum }),
    }
  if (raw.type === 'boolean') return { kind: 'boolean' }
  return NUMBERS.includes(raw.type) ? { kind: 'number', ...limits } : { kind: 'other' }
}
