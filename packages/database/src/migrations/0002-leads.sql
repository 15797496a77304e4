-- Requests for a test drive or a call. Everything in `leads` but ids, kind, locale and times is personal data.
-- oldest-program: 0

create table leads (
  id uuid primary key,
  campaign_id uuid not null references campaigns (id),
  kind text not null check (kind in ('test-drive', 'contact')),
  name text not null,
  email text not null,
  phone text,
  message text,
  preferred_date date,
  locale text not null check (locale in ('ko', 'en')),
  -- Which wording was agreed to, and when: consent that cannot be shown later is no consent.
  consent_version text not null,
  consented_at timestamptz not null,
  marketing_consent boolean not null default false,
  -- Region whose service took the request.
  region text not null,
  created_at timestamptz not null default now()
);

create index leads_by_campaign on leads (campaign_id, created_at);

-- One row for each write that a client named, made in the same transaction as the write itself.
create table idempotency_keys (
  key text primary key check (length(key) between 8 and 200),
  operation text not null,
  -- Hash of what was asked, so that one key cannot stand for two different requests.
  fingerprint text not null,
  -- What the caller needs to build the same answer again.
  outcome jsonb not null,
  created_at timestamptz not null default now()
);

create index idempotency_keys_by_age on idempotency_keys (created_at);
