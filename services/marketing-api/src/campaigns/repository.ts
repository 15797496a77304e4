import type { Campaign, CampaignSummary } from '@meridian/contract'
import { type Database, type Locale, type PreparedRead, prepareRead, type Served } from '@meridian/database'
import { sql } from 'kysely'

const SUMMARY_COLUMNS = [
  'campaign.slug',
  'text.locale',
  'campaign.model',
  'text.title',
  'text.summary',
  'campaign.starts_at as startsAt',
  'campaign.ends_at as endsAt',
  'campaign.attributes',
] as const

const running = sql<boolean>`campaign.status = 'published' and campaign.starts_at <= now() and (campaign.ends_at is null or campaign.ends_at > now())`

/**
 * One statement per limit; the route's schema allows fifty.
 *
 * With the limit as a parameter PostgreSQL estimates a tenth of the table for it, considers its generic plan expensive, and
 * plans every call again, which takes longer than running it.
 */
const selectRunning = new Map<number, PreparedRead<{ locale: Locale }, CampaignSummary>>()

function selectRunningOf(limit: number): PreparedRead<{ locale: Locale }, CampaignSummary> {
  let select = selectRunning.get(limit)
  if (select === undefined) {
    select = prepareRead<{ locale: Locale }, CampaignSummary>((db, { locale }) =>
      db
        .selectFrom('campaigns as campaign')
        .innerJoin('campaign_texts as text', 'text.campaign_id', 'campaign.id')
        .select(SUMMARY_COLUMNS)
        .where('text.locale', '=', locale)
        .where(running)
        .orderBy('campaign.position')
        .orderBy('campaign.slug')
        .limit(sql.lit(limit)),
    )
    selectRunning.set(limit, select)
  }
  return select
}

const selectBySlug = prepareRead<{ slug: string; locale: Locale }, Campaign>((db, { slug, locale }) =>
  db
    .selectFrom('campaigns as campaign')
    .innerJoin('campaign_texts as text', 'text.campaign_id', 'campaign.id')
    .select([...SUMMARY_COLUMNS, 'text.body', 'campaign.version'])
    .where('campaign.slug', '=', slug)
    .where('text.locale', '=', locale)
    .where(running),
)

/** The database and the token to read campaigns with. */
export interface CampaignSource {
  readonly database: Database
  /** The visitor's, if they have one. */
  readonly token: string | undefined
}

/** Rows, the server that returned them, and the token for the answer. */
export type Found<Value> = Served<Value> & { readonly token: string | undefined }

/** Campaigns that run now, in display order. */
export function listRunningCampaigns(
  source: CampaignSource,
  locale: Locale,
  limit: number,
): Promise<Found<readonly CampaignSummary[]>> {
  return find(source, selectRunningOf(limit), { locale })
}

/** A campaign that runs now; undefined when there is none by that name. */
export async function findRunningCampaign(
  source: CampaignSource,
  slug: string,
  locale: Locale,
): Promise<Found<Campaign | undefined>> {
  const { value, servedBy, token } = await find(source, selectBySlug, { slug, locale })
  return { value: value[0], servedBy, token }
}

/**
 * Visitors never write campaigns. So a read without a token skips the token's cost, and a read with one gets an older campaign
 * rather than none while the writer that has the visitor's writes is away.
 */
async function find<Parameters, Row>(
  { database, token }: CampaignSource,
  select: PreparedRead<Parameters, Row>,
  parameters: Parameters,
): Promise<Found<readonly Row[]>> {
  if (token !== undefined) return database.read(select, parameters, { token, mustBeFresh: 'if-possible' })
  const { value, servedBy } = await select(database.reader, parameters)
  return { value, servedBy, token: undefined }
}
