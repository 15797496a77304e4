-- Campaigns and their texts. A campaign is shown from starts_at (inclusive) to ends_at (exclusive) while it is published.
-- oldest-program: 0

create table campaigns (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 80),
  -- The car it is about.
  model text not null,
  status text not null default 'draft' check (status in ('draft', 'published', 'archived')),
  starts_at timestamptz not null,
  ends_at timestamptz check (ends_at > starts_at),
  -- Lower first on the home page.
  position integer not null default 100,
  -- What differs from campaign to campaign: price, range, colours, image.
  attributes jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
  -- Goes up with every change; the ETag of the next issue.
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create index campaigns_shown on campaigns (position, slug) where status = 'published';
create index campaigns_attributes on campaigns using gin (attributes jsonb_path_ops);

create table campaign_texts (
  campaign_id uuid not null references campaigns (id) on delete cascade,
  locale text not null check (locale in ('ko', 'en')),
  title text not null,
  summary text not null,
  body text not null,
  primary key (campaign_id, locale)
);
