import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { ModelSource, Shape, StructureShape } from './shape.ts'

/** botocore's name of a service to the SDK's package. */
const PACKAGES: Readonly<Record<string, string>> = {
  cloudfront: '@aws-sdk/client-cloudfront',
  cloudwatch: '@aws-sdk/client-cloudwatch',
  ecs: '@aws-sdk/client-ecs',
  elbv2: '@aws-sdk/client-elastic-load-balancing-v2',
  rds: '@aws-sdk/client-rds',
  route53: '@aws-sdk/client-route-53',
  secretsmanager: '@aws-sdk/client-secrets-manager',
}

const INTERFACE = /export (?:declare )?interface (\w+)(?: extends (\w+))? \{([^}]*)\}/g
const MEMBER = /^\s+(\w+)(\?)?: ([^;]+);$/gm
const ENUMERATION = /export declare const (\w+): \{([^}]*)\}/g
const ENUMERATION_VALUE = /readonly \w+: "([^"]*)"/g
const COMMENT = /\/\*[\s\S]*?\*\//g

interface Declarations {
  readonly interfaces: ReadonlyMap<string, { readonly extended: string | undefined; readonly body: string }>
  readonly enumerations: ReadonlyMap<string, readonly string[]>
}

/**
 * Request shapes from the type declarations of the AWS SDK: members, which of them are required, and enumerations. They have no
 * lengths and no patterns.
 */
export function sdkModel(): ModelSource {
  const read = new Map<string, Declarations>()
  return {
    name: 'sdk',
    version: `the SDK's declarations of ${Object.keys(PACKAGES).length} services`,
    request(service, operation) {
      const name = PACKAGES[service]
      if (!name) return undefined
      const declarations = read.get(name) ?? readDeclarations(name)
      read.set(name, declarations)
      return structureOf(declarations, `${operation}CommandInput`)
    },
  }
}

function readDeclarations(name: string): Declarations {
  // The package's main file is in dist-cjs, beside the declarations.
  const folder = join(dirname(createRequire(import.meta.url).resolve(name)), '../dist-types')
  const files = ['models', 'commands'].flatMap((part) =>
    readdirSync(join(folder, part))
      .filter((file) => file.endsWith('.d.ts'))
      .map((file) => join(folder, part, file)),
  )
  const text = files.map((file) => readFileSync(file, 'utf8').replaceAll(COMMENT, '')).join('\n')
  return {
    interfaces: new Map(
      [...text.matchAll(INTERFACE)].map(([, each = '', extended, body = '']) => [each, { extended, body }]),
    ),
    enumerations: new Map(
      [...text.matchAll(ENUMERATION)].map(([, each = '', body = '']) => [
        each,
        [...body.matchAll(ENUMERATION_VALUE)].map(([, value = '']) => value),
      ]),
    ),
  }
}

function structureOf(declarations: Declarations, name: string): StructureShape | undefined {
  const declared = declarations.interfaces.get(name)
  if (!declared) return undefined
  const inherited = declared.extended ? structureOf(declarations, declared.extended) : undefined
  const members = new Map(inherited?.members)
  const required = [...(inherited?.required ?? [])]
  for (const [, member = '', optional, type = ''] of declared.body.matchAll(MEMBER)) {
    members.set(member, () => shapeOf(declarations, type.replace(/ \| undefined$/, '')))
    if (!optional) required.push(member)
  }
  return { kind: 'structure', name, members, required }
}

function shapeOf(declarations: Declarations, type: string): Shape {
  const list = /^\(?(.*?)\)?\[\]$/.exec(type)
  if (list)
    return {
      kind: 'list',
      element: () => shapeOf(declarations, (list[1] ?? '').replace(/ \| undefined$/, '')),
    }
  const map = /^Record<string, (.*)>$/.exec(type)
  if (map) return { kind: 'map', value: () => shapeOf(declarations, map[1] ?? '') }
  if (type === 'string') return { kind: 'string' }
  if (type === 'number') return { kind: 'number' }
  if (type === 'boolean') return { kind: 'boolean' }
  const values = declarations.enumerations.get(type)
  if (values) return { kind: 'string', values }
  return structureOf(declarations, type) ?? { kind: 'other' }
}
