import helmet from '@fastify/helmet'
import type { Schema } from '@meridian/database'
import Fastify from 'fastify'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'

// The service that one would write from the libraries' README files: each used as shown, nothing tuned
// and nothing made slower. Same schema, same rows, same answers as the product.

const { port, database } = JSON.parse(process.argv[2] ?? '{}') as { port: number; database: string }

const db = new Kysely<Schema>({
  dialect: new PostgresDialect({
    pool: new pg.Pool({ host: '127.0.0.1', port, database, user: 'postgres', max: 10 }),
  }),
})

const text = { type: 'string' } as const
const summary = {
  slug: text,
  locale: text,
  model: text,
  title: text,
  summary: text,
  startsAt: text,
  endsAt: { type: ['string', 'null'] },
  attributes: { type: 'object', additionalProperties: true },
} as const

const columns = [
  'campaign.slug',
  'text.locale',
  'campaign.model',
  'text.title',
  'text.summary',
  'campaign.starts_at as startsAt',
  'campaign.ends_at as endsAt',
  'campaign.attributes',
] as const

const running = () =>
  sql<boolean>`campaign.status = 'published' and campaign.starts_at <= now() and (campaign.ends_at is null or campaign.ends_at > now())`

const app = Fastify({ logger: true })
await app.register(helmet)

app.get<{ Querystring: { locale: 'ko' | 'en'; limit: number } }>(
  '/api/campaigns',
  {
    schema: {
      querystring: {
        type: 'object',
        properties: {
          locale: { type: 'string', enum: ['ko', 'en'], default: 'en' },
          limit: { type: 'integer', default: 20 },
        },
      },
      response: {
        200: {
          type: 'object',
          properties: { campaigns: { type: 'array', items: { type: 'object', properties: summary } } },
        },
      },
    },
  },
  async (request) => ({
    campaigns: await db
      .selectFrom('campaigns as campaign')
      .innerJoin('campaign_texts as text', 'text.campaign_id', 'campaign.id')
      .select(columns)
      .where('text.locale', '=', request.query.locale)
      .where(running())
      .orderBy('campaign.position')
      .orderBy('campaign.slug')
      .limit(request.query.limit)
      .execute(),
  }),
)

app.get<{ Params: { slug: string }; Querystring: { locale: 'ko' | 'en' } }>(
  '/api/campaigns/:slug',
  {
    schema: {
      querystring: {
        type: 'object',
        properties: { locale: { type: 'string', enum: ['ko', 'en'], default: 'en' } },
      },
      response: {
        200: { type: 'object', properties: { ...summary, body: text, version: { type: 'integer' } } },
      },
    },
  },
  async (request, reply) => {
    const campaign = await db
      .selectFrom('campaigns as campaign')
      .innerJoin('campaign_texts as text', 'text.campaign_id', 'campaign.id')
      .select([...columns, 'text.body', 'campaign.version'])
      .where('campaign.slug', '=', request.params.slug)
      .where('text.locale', '=', request.query.locale)
      .where(running())
      .executeTakeFirst()
    if (campaign === undefined) return reply.code(404).send({ message: 'not found' })
    return campaign
  },
)

const origin = await app.listen({ port: 0, host: '127.0.0.1' })
process.send?.(origin)
