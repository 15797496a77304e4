import type { ColumnType, Generated } from 'kysely'

/** An instant as ISO 8601 text in UTC; responses carry it unchanged, so no Date is created. */
type Instant = ColumnType<string, string | Date, string | Date>
type GeneratedInstant = ColumnType<string, string | Date | undefined, string | Date>

export type Locale = 'ko' | 'en'
export type CampaignStatus = 'draft' | 'published' | 'archived'
export type LeadKind = 'test-drive' | 'contact'
export type Attributes = Readonly<Record<string, unknown>>

interface CampaignTable {
  id: Generated<string>
  slug: string
  model: string
  status: Generated<CampaignStatus>
  starts_at: Instant
  ends_at: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
  position: Generated<number>
  attributes: ColumnType<Attributes, string | undefined, string>
  version: Generated<number>
  created_at: GeneratedInstant
  updated_at: GeneratedInstant
}

interface CampaignTextTable {
  campaign_id: string
  locale: Locale
  title: string
  summary: string
  body: string
}

interface LeadTable {
  id: string
  campaign_id: string
  kind: LeadKind
  name: string
  email: string
  phone: string | null
  message: string | null
  preferred_date: string | null
  locale: Locale
  consent_version: string
  consented_at: Instant
  marketing_consent: Generated<boolean>
  region: string
  created_at: GeneratedInstant
}

interface IdempotencyKeyTable {
  key: string
  operation: string
  fingerprint: string
  outcome: ColumnType<unknown, string, string>
  created_at: GeneratedInstant
}

interface SchemaVersionTable {
  version: number
  name: string
  checksum: string
  oldest_program: number
  applied_at: GeneratedInstant
}

interface WriterEpochTable {
  only_row: Generated<boolean>
  epoch: string
  writer: string
  since: Instant
  lease_ms: Generated<number>
  granted_at: GeneratedInstant
  last_region: string | null
}

interface RegionSupportTable {
  region: string
  renewed_at: Instant
}

interface CommitMarkerTable {
  shard: number
  epoch: ColumnType<string, number, number>
  n: ColumnType<string, number, number>
}

interface HeartbeatTable {
  only_row: Generated<boolean>
  at: Instant
}

interface TokenKeyTable {
  only_row: Generated<boolean>
  key: string
}

/** The tables of the `marketing` database. */
export interface Schema {
  campaigns: CampaignTable
  campaign_texts: CampaignTextTable
  leads: LeadTable
  idempotency_keys: IdempotencyKeyTable
  schema_versions: SchemaVersionTable
  writer_epoch: WriterEpochTable
  region_support: RegionSupportTable
  commit_markers: CommitMarkerTable
  heartbeat: HeartbeatTable
  token_key: TokenKeyTable
}
