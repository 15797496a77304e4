import type { XStatic } from 'typebox/schema'

const maybeText = { type: ['string', 'null'] } as const
const maybeNumber = { type: ['number', 'null'] } as const

const DATABASE = {
  type: ['object', 'null'],
  required: ['instance', 'role', 'region', 'roundTripMs'],
  properties: {
    instance: { type: 'string' },
    role: { type: 'string' },
    region: maybeText,
    roundTripMs: { type: 'number' },
  },
} as const

/** Whether a majority of the regions supports the writer; null if not reported. Without a majority, writes are refused. */
const SUPPORT = {
  type: ['object', 'null'],
  required: ['isSupported', 'lastRegion', 'regions'],
  properties: {
    isSupported: { type: 'boolean' },
    /** The region that an operator declared the last one: it needs no majority. */
    lastRegion: maybeText,
    regions: {
      type: 'array',
      items: {
        type: 'object',
        required: ['region', 'renewedMsAgo'],
        properties: { region: { type: 'string' }, renewedMsAgo: maybeNumber },
      },
    },
  },
} as const

/** `GET /api/region`: which region serves, how stale it is, which region writes. */
export const REGION_SCHEMA = {
  type: 'object',
  required: ['region', 'label', 'task', 'reader', 'writer', 'replicationLagMs', 'epoch'],
  properties: {
    region: { type: 'string' },
    label: { type: 'string' },
    task: { type: 'string' },
    /** Null while unreachable. */
    reader: DATABASE,
    /** Null while unknown; leads are refused then. */
    writer: DATABASE,
    /** Of this region; 0 where the writer is, null if unknown. */
    replicationLagMs: maybeNumber,
    writerSupport: SUPPORT,
    /** Increases with every change of writer. */
    epoch: { type: 'integer' },
  },
  examples: [
    {
      region: 'ap-northeast-2',
      label: 'Seoul',
      task: '1f0c5d7e3a3b4f0d9f4f3f0f5a1b2c3d',
      reader: {
        instance: 'meridian-poc-apne2-1',
        role: 'reader',
        region: 'ap-northeast-2',
        roundTripMs: 0.9,
      },
      writer: {
        instance: 'meridian-poc-use1-1',
        role: 'writer',
        region: 'us-east-1',
        roundTripMs: 178.2,
      },
      replicationLagMs: 96.4,
      writerSupport: {
        isSupported: true,
        lastRegion: null,
        regions: [
          { region: 'ap-northeast-2', renewedMsAgo: 181 },
          { region: 'us-east-1', renewedMsAgo: 23 },
          { region: 'us-west-2', renewedMsAgo: 204 },
        ],
      },
      epoch: 1,
    },
  ],
} as const

export type RegionReport = XStatic<typeof REGION_SCHEMA>
