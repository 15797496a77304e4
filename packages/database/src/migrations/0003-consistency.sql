-- Who writes, since when, and how far each share of the writes has come. Older programs know nothing of these tables and
-- go on working: they only write without being fenced.
-- oldest-program: 0

-- One row. An epoch is the time of one writer: it goes up whenever another server takes over.
create table writer_epoch (
  only_row boolean primary key default true check (only_row),
  -- Negative once this server was found to be superseded: nothing is written here any more.
  epoch bigint not null,
  -- Instance that writes in this epoch.
  writer text not null,
  since timestamptz not null default clock_timestamp()
);
insert into writer_epoch (epoch, writer) values (0, '');

-- A write moves one marker by one, in its own transaction. The marker's epoch is what fences: the row is locked until the
-- write commits, so no write of an older epoch can come after a newer epoch began. All markers fit into one page, so that
-- their sum, which is the position of a snapshot, is cheap.
create table commit_markers (
  shard smallint primary key check (shard between 0 and 31),
  epoch bigint not null default 0,
  n bigint not null default 0
) with (fillfactor = 30);
insert into commit_markers (shard) select generate_series(0, 31);

-- One row, renewed by the tasks of the writer's region: its age, seen by a reader, is how stale that reader is.
create table heartbeat (
  only_row boolean primary key default true check (only_row),
  at timestamptz not null
) with (fillfactor = 30);
insert into heartbeat (at) values (clock_timestamp());

-- Signs consistency tokens in every region alike, however often passwords rotate. Two random UUIDs are 244 random bits.
create table token_key (
  only_row boolean primary key default true check (only_row),
  key text not null
);
insert into token_key (key) values (gen_random_uuid()::text || gen_random_uuid()::text);

-- The epoch of this server, begun now if it has just become the writer. Null on a reader; negative or less than `known`
-- where the caller has heard of a newer writer, and then this server is fenced for everybody.
create function take_writer_epoch(known bigint) returns bigint language plpgsql as $$
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
  update writer_epoch set epoch = begun, writer = me, since = clock_timestamp();
  update commit_markers set epoch = begun;
  return begun;
end $$;

-- Whoever migrates is connected to the writer, so the first epoch begins here, before anybody can be cut off.
select take_writer_epoch(0);
