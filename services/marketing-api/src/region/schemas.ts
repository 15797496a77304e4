const maybeText = { type: ['string', 'null'] } as const
const maybeNumber = { type: ['number', 'null'] } as const

const DATABASE = {
  type: ['object', 'null'],
  properties: {
    instance: { type: 'string' },
    role: { type: 'string' },
    region: maybeText,
    roundTripMs: { type: 'number' },
  },
} as const

export const GET_REGION = {
  summary: 'Who serves you, how stale it is, who writes',
  response: {
    200: {
      type: 'object',
      required: ['region', 'label', 'task', 'reader', 'writer', 'replicationLagMs', 'epoch'],
      properties: {
        region: { type: 'string' },
        label: { type: 'string' },
        task: { type: 'string' },
        /** Null while it cannot be reached. */
        reader: DATABASE,
        writer: DATABASE,
        /** Of this region; 0 where the writer is, null where nobody says. */
        replicationLagMs: maybeNumber,
        epoch: { type: 'integer' },
      },
    },
  },
} as const
