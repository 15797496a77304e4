const text = { type: 'string' } as const
const maybeText = { type: ['string', 'null'] } as const

export const LIVE = {
  summary: 'Whether the process lives',
  response: { 200: { type: 'object', properties: { status: text }, examples: [{ status: 'alive' }] } },
} as const

const READINESS = {
  type: 'object',
  properties: {
    status: text,
    reason: text,
    reader: { type: ['object', 'null'], properties: { instance: text, role: text } },
  },
  examples: [
    {
      status: 'ready',
      reason: 'reads are served',
      reader: { instance: 'meridian-poc-apne2-1', role: 'reader' },
    },
  ],
} as const

export const READY = {
  summary: 'Whether this region can serve reads',
  response: { 200: READINESS, 503: READINESS },
} as const

const SERVER = {
  type: 'object',
  properties: {
    reachable: { type: 'boolean' },
    instance: maybeText,
    role: maybeText,
    roundTripMs: { type: ['number', 'null'] },
  },
} as const

const DEPTH = {
  type: 'object',
  properties: {
    status: text,
    reason: text,
    reader: SERVER,
    writer: SERVER,
    canWrite: { type: 'boolean' },
    schema: {
      type: 'object',
      properties: { found: { type: ['integer', 'null'] }, needed: { type: 'integer' } },
    },
  },
  examples: [
    {
      status: 'ready',
      reason: 'reads are served',
      reader: { reachable: true, instance: 'meridian-poc-apne2-1', role: 'reader', roundTripMs: 0.9 },
      writer: { reachable: true, instance: 'meridian-poc-use1-1', role: 'writer', roundTripMs: 178.2 },
      canWrite: true,
      schema: { found: 3, needed: 3 },
    },
  ],
} as const

export const DEEP = {
  summary: 'Everything this task depends on',
  response: { 200: DEPTH, 503: DEPTH },
} as const
