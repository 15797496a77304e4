import { type Locale, type PreparedRead, prepareRead, type Reader, type Served } from '@meridian/database'
import { sql } from 'kysely'

export interface CampaignSummary {
  readonly slug: string
  readonly locale: Locale
  readonly model: string
  readonly title: string
  readonly summary: string
  readonly startsAt: string
  readonly endsAt: string | null
  readonly attributes: Readonly<Record<string, unknown>>
}

export interface Campaign extends CampaignSummary {
  readonly body: string
  readonly version: number
}

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
 * A statement for each limit, of which the schema of the route admits fifty.
 *
 * With the limit as a parameter PostgreSQL guesses a tenth of the table for it, finds its general plan dear, and plans
 * every single call anew, which takes longer than running it.
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

/** Campaigns that run now, in the order in which they are shown. */
export function listRunningCampaigns(
  reader: Reader,
  locale: Locale,
  limit: number,
): Promise<Served<readonly CampaignSummary[]>> {
  return selectRunningOf(limit)(reader, { locale })
}

/** A campaign that runs now; undefined when there is none of that name. */
export async function findRunningCampaign(
  reader: Reader,
  slug: string,
  locale: Locale,
): Promise<Served<Campaign | undefined>> {
  const { value, servedBy } = await selectBySlug(reader, { slug, locale })
  return { value: value[0], servedBy }
}
