-- Who supports the writer. A write is taken only while a majority of the registered regions has renewed its support lately, so a
-- writer that is cut off stops by itself, whatever the tasks beside it know. Older programs do not register, and keep working.
-- oldest-program: 0

-- One row a region, renewed a few times a second by its services at the writer, by the writer's clock. A region is registered by
-- its first renewal, and no longer counted once its row is deleted.
create table region_support (
  region text primary key,
  renewed_at timestamptz not null
) with (fillfactor = 30);

alter table writer_epoch
  -- For so long a renewal counts, and a promotion stands for everybody's.
  add column lease_ms integer not null default 2000 check (lease_ms > 0),
  -- When this server was promoted over another region. A new instance of the same cluster is not granted anything: it may be cut off.
  add column granted_at timestamptz not null default '-infinity',
  -- The only region that is left, by an operator's word: it needs no majority. Any other region's renewal ends that.
  add column last_region text;

-- Whether this server may take writes. A time after the clock's is none of this clock's, and does not count.
create function writer_has_majority() returns boolean language plpgsql as $$
declare
  at timestamptz := clock_timestamp();
  own writer_epoch;
begin
  select * into own from writer_epoch;
  if own.last_region is not null then return true; end if;
  if own.granted_at between at - own.lease_ms * interval '1 millisecond' and at then return true; end if;
  return (
    select count(*) = 0 or
      2 * count(*) filter (where renewed_at between at - own.lease_ms * interval '1 millisecond' and at) > count(*)
    from region_support
  );
end $$;

-- Every write moves a marker, whichever program sends it. The marker's row is locked by then, so the answer is no older than the lock.
create function refuse_without_majority() returns trigger language plpgsql as $$
begin
  if writer_has_majority() then return new; end if;
  raise exception 'no majority of the regions supports this writer' using errcode = 'MD001', detail = (
    select string_agg(region || ' renewed ' || coalesce(nullif(renewed_at, '-infinity')::text, 'never'), ', ' order by region)
    from region_support
  );
end $$;
create trigger majority before update on commit_markers
  for each row when (old.epoch = new.epoch) execute function refuse_without_majority();

-- Renews a region's support for the writer of an epoch, unless another task of the region did so less than so many milliseconds ago.
-- It counts from `seen_at`, this server's clock in the last answer that the task had when it asked: a renewal that was held up, as
-- behind a link that was cut, arrives with the time before the cut. A task that has had no answer yet renews nothing.
-- Says whether a majority supports the writer; null when this is not the writer of that epoch.
create function renew_support(of_region text, of_epoch bigint, seen_at timestamptz, not_within_ms float8)
returns boolean language plpgsql as $$
declare
  at timestamptz := clock_timestamp();
begin
  if not exists (select from writer_epoch where epoch = of_epoch) then return null; end if;
  if seen_at <= at then
    update region_support set renewed_at = seen_at
      where region = of_region and renewed_at not between seen_at - not_within_ms * interval '1 millisecond' and at;
    if not found and not exists (select from region_support where region = of_region) then
      insert into region_support values (of_region, seen_at) on conflict do nothing;
    end if;
    update writer_epoch set last_region = null
      where last_region <> of_region and seen_at > at - lease_ms * interval '1 millisecond';
  end if;
  return writer_has_majority();
end $$;

-- An operator's word that no other region is left. False when a majority supports the writer, or when the epoch is another.
create function declare_last_region(stated text, of_epoch bigint) returns boolean language plpgsql as $$
begin
  update writer_epoch set last_region = stated
    where epoch = of_epoch and epoch > 0 and (last_region is not null or not writer_has_majority());
  return found;
end $$;

-- As before; and a promotion over another region grants a lease, for it was done on behalf of all, and ends what was said before.
create or replace function take_writer_epoch(known bigint) returns bigint language plpgsql as $$
declare
  me text;
  held writer_epoch;
  is_same_cluster boolean;
  begun bigint;
begin
  if pg_is_in_recovery() then return null; end if;
  begin
    me := aurora_db_instance_identifier();
  exception when undefined_function then
    me := coalesce(nullif(current_setting('cluster_name'), ''), 'port-' || current_setting('port'));
  end;

  select * into held from writer_epoch;
  if held.writer = me and held.epoch >= known then return held.epoch; end if;

  -- Others may be asking at the same moment: the first of them begins the epoch, the rest find it begun.
  select * into held from writer_epoch for update;
  is_same_cluster := regexp_replace(held.writer, '-\d+$', '') = regexp_replace(me, '-\d+$', '');
  if held.epoch < 0 and is_same_cluster then return held.epoch; end if;
  if held.writer = me and held.epoch >= known then return held.epoch; end if;
  if is_same_cluster and held.epoch < known then
    -- Another region took over while this one was cut off. A restart or a change of instance here makes that no better.
    begun := -greatest(held.epoch, 1);
  elsif is_same_cluster then
    begun := held.epoch + 1;
  else
    -- Promoted from another region. The clock puts this epoch after one that was begun there and never arrived here.
    begun := greatest(abs(held.epoch) + 1, known + 1, (extract(epoch from clock_timestamp()) * 1000)::bigint);
  end if;
  update writer_epoch set
    epoch = begun, writer = me, since = clock_timestamp(),
    granted_at = case when is_same_cluster then granted_at else clock_timestamp() end,
    last_region = case when is_same_cluster and begun > 0 then last_region end;
  update commit_markers set epoch = begun;
  return begun;
end $$;
