import type { WireService } from '../kernel/wire-service.ts'
import { operationSchemas } from './schema.ts'

const SEEN_AS: Readonly<Record<WireService['protocol'], string>> = {
  json: 'JSON',
  query: 'Query',
  'rest-json': 'REST-JSON',
  'rest-xml': 'REST-XML',
}

/** What the control endpoint supports, generated from its own registers, never typed by hand. */
export async function supportTable(services: readonly WireService[]): Promise<string> {
  const sections = await Promise.all(services.map(section))
  return `# Control endpoint: implemented operations

Generated from the registers of \`local-world/src/modules\` by \`local-world/test/wire/support-table.test.ts\`; run that test with
\`-u\` after a change. Every other operation of these services is known by name and answers \`NotImplemented\` (501); a service that
is not here does so too.

Every request has to be signed with a key of the world (Signature Version 4, in the header or presigned): its own, which \`npm start\`
prints, or one that STS, a task or a function was given. \`npm start -- --open\` takes any. See [fidelity](fidelity.md#control-endpoint).

${sections.join('\n')}`
}

async function section(service: WireService): Promise<string> {
  const { alsoQuery, isGlobal, operations, protocol, schemas, scope } = service
  const known = [...operationSchemas(await schemas()).keys()]
  const implemented = Object.keys(operations).sort()
  const notes = [
    `${SEEN_AS[protocol]}${alsoQuery ? ' and Query' : ''}`,
    isGlobal ? 'global, its control plane in us-east-1' : 'regional',
    `${implemented.length} of the ${known.length} operations that the SDK knows`,
  ]
  const rows = implemented.map((operation) => `| ${operation} | yes |`)
  const others = known.length - implemented.length
  return [
    `## ${scope}`,
    '',
    `${notes.join('; ')}.`,
    '',
    '| operation | implemented |',
    '| --- | --- |',
    ...rows,
    ...(others > 0 ? [`| ${others} others | no |`] : []),
    '',
  ].join('\n')
}
