-- Aurora's own functions, and its refusals, in every database.
-- Statements are separated by a semicolon and an empty line: single-user PostgreSQL reads them so.
-- Servers that share data differ by settings: cluster_name, aurora.region, aurora.engine_version, aurora.members.

-- Position functions do not work on Aurora; a tool built on them must fail here too. The originals keep working for
-- rdsadmin under another name. (Replacing them in place would do nothing: built-ins are found by number, not by name.)

ALTER FUNCTION pg_catalog.pg_last_wal_receive_lsn() RENAME TO rds_last_wal_receive_lsn;

ALTER FUNCTION pg_catalog.pg_last_wal_replay_lsn() RENAME TO rds_last_wal_replay_lsn;

ALTER FUNCTION pg_catalog.pg_last_xact_replay_timestamp() RENAME TO rds_last_xact_replay_timestamp;

ALTER FUNCTION pg_catalog.pg_current_wal_lsn() RENAME TO rds_current_wal_lsn;

ALTER FUNCTION pg_catalog.pg_current_wal_insert_lsn() RENAME TO rds_current_wal_insert_lsn;

ALTER FUNCTION pg_catalog.pg_current_wal_flush_lsn() RENAME TO rds_current_wal_flush_lsn;

REVOKE EXECUTE ON FUNCTION
  pg_catalog.rds_current_wal_insert_lsn(),
  pg_catalog.rds_current_wal_flush_lsn(),
  pg_catalog.rds_last_wal_receive_lsn(),
  pg_catalog.rds_last_wal_replay_lsn(),
  pg_catalog.rds_last_xact_replay_timestamp(),
  pg_catalog.rds_current_wal_lsn()
FROM PUBLIC;

CREATE FUNCTION pg_catalog.rds_refuse(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE feature_not_supported USING MESSAGE = format('Function %s() is currently not supported for Aurora', name);
END $$;

CREATE FUNCTION pg_catalog.pg_last_wal_receive_lsn() RETURNS pg_lsn LANGUAGE plpgsql AS $$
BEGIN PERFORM rds_refuse('pg_last_wal_receive_lsn'); RETURN NULL; END $$;

CREATE FUNCTION pg_catalog.pg_last_wal_replay_lsn() RETURNS pg_lsn LANGUAGE plpgsql AS $$
BEGIN PERFORM rds_refuse('pg_last_wal_replay_lsn'); RETURN NULL; END $$;

CREATE FUNCTION pg_catalog.pg_last_xact_replay_timestamp() RETURNS timestamptz LANGUAGE plpgsql AS $$
BEGIN PERFORM rds_refuse('pg_last_xact_replay_timestamp'); RETURN NULL; END $$;

CREATE FUNCTION pg_catalog.pg_current_wal_lsn() RETURNS pg_lsn LANGUAGE plpgsql AS $$
BEGIN PERFORM rds_refuse('pg_current_wal_lsn'); RETURN NULL; END $$;

CREATE FUNCTION pg_catalog.pg_current_wal_insert_lsn() RETURNS pg_lsn LANGUAGE plpgsql AS $$
BEGIN PERFORM rds_refuse('pg_current_wal_insert_lsn'); RETURN NULL; END $$;

CREATE FUNCTION pg_catalog.pg_current_wal_flush_lsn() RETURNS pg_lsn LANGUAGE plpgsql AS $$
BEGIN PERFORM rds_refuse('pg_current_wal_flush_lsn'); RETURN NULL; END $$;

-- Aurora replicates below PostgreSQL: its views of streams and slots are empty. The originals keep their rows for rdsadmin.

SET allow_system_table_mods = on;

ALTER VIEW pg_catalog.pg_stat_replication RENAME TO rds_stat_replication;

ALTER VIEW pg_catalog.pg_replication_slots RENAME TO rds_replication_slots;

ALTER VIEW pg_catalog.pg_stat_wal_receiver RENAME TO rds_stat_wal_receiver;

REVOKE ALL ON
  pg_catalog.rds_stat_replication, pg_catalog.rds_replication_slots, pg_catalog.rds_stat_wal_receiver
FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION
  pg_catalog.pg_stat_get_wal_senders(), pg_catalog.pg_get_replication_slots(), pg_catalog.pg_stat_get_wal_receiver()
FROM PUBLIC;

CREATE VIEW pg_catalog.pg_stat_replication AS
  SELECT (empty.stream).* FROM (SELECT NULL::pg_catalog.rds_stat_replication AS stream) AS empty WHERE false;

CREATE VIEW pg_catalog.pg_replication_slots AS
  SELECT (empty.slot).* FROM (SELECT NULL::pg_catalog.rds_replication_slots AS slot) AS empty WHERE false;

CREATE VIEW pg_catalog.pg_stat_wal_receiver AS
  SELECT (empty.receiver).* FROM (SELECT NULL::pg_catalog.rds_stat_wal_receiver AS receiver) AS empty WHERE false;

GRANT SELECT ON
  pg_catalog.pg_stat_replication, pg_catalog.pg_replication_slots, pg_catalog.pg_stat_wal_receiver
TO PUBLIC;

RESET allow_system_table_mods;

CREATE FUNCTION pg_catalog.aurora_db_instance_identifier() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT current_setting('cluster_name') $$;

CREATE FUNCTION pg_catalog.aurora_version() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT current_setting('aurora.engine_version') $$;

-- How far this server is: the end of its log on a writer, what it has received on a standby, which passes that on.
CREATE FUNCTION pg_catalog.rds_own_lsn() RETURNS pg_lsn
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT CASE WHEN pg_is_in_recovery() THEN coalesce(rds_last_wal_receive_lsn(), rds_last_wal_replay_lsn())
    ELSE rds_current_wal_lsn() END
$$;

-- One row for each server that follows this one, by its replication slot. A follower that is connected and has all has
-- no lag; one that has not all lags at least since its last reply; one that is gone lags since it went.
CREATE FUNCTION pg_catalog.rds_followers() RETURNS TABLE (
  instance text, region text, durable pg_lsn, replayed pg_lsn, received pg_lsn,
  durability_lag_ms double precision, visibility_lag_ms double precision, measured_at timestamptz, feedback_xmin bigint
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT member->>'instance', member->>'region',
    coalesce(stream.flush_lsn, slot.restart_lsn), coalesce(stream.replay_lsn, slot.restart_lsn),
    coalesce(stream.write_lsn, slot.restart_lsn),
    CASE WHEN stream.pid IS NULL THEN 1000 * extract(epoch FROM clock_timestamp() - slot.inactive_since)
      WHEN stream.flush_lsn >= rds_own_lsn() THEN 1000 * coalesce(extract(epoch FROM stream.flush_lag), 0)
      ELSE 1000 * greatest(extract(epoch FROM stream.flush_lag), extract(epoch FROM clock_timestamp() - stream.reply_time))
    END,
    CASE WHEN stream.pid IS NULL THEN 1000 * extract(epoch FROM clock_timestamp() - slot.inactive_since)
      WHEN stream.replay_lsn >= rds_own_lsn() THEN 1000 * coalesce(extract(epoch FROM stream.replay_lag), 0)
      ELSE 1000 * greatest(extract(epoch FROM stream.replay_lag), extract(epoch FROM clock_timestamp() - stream.reply_time))
    END,
    coalesce(stream.reply_time, slot.inactive_since), coalesce(stream.backend_xmin::text::bigint, 0)
  FROM jsonb_array_elements(current_setting('aurora.members')::jsonb) AS member
  JOIN rds_replication_slots AS slot ON slot.slot_name = member->>'slot'
  LEFT JOIN rds_stat_replication AS stream ON stream.pid = slot.active_pid
$$;

CREATE FUNCTION pg_catalog.rds_require_primary(name text) RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF pg_is_in_recovery() THEN
    RAISE feature_not_supported USING MESSAGE = format('%s() is answered by the primary cluster only', name);
  END IF;
END $$;

-- A row for the primary region, whose lags AWS gives as -1, and a row for each secondary.
CREATE FUNCTION pg_catalog.aurora_global_db_status() RETURNS TABLE (
  aws_region text, highest_lsn_written bigint, durability_lag_in_msec double precision, rpo_lag_in_msec double precision,
  last_lag_calculation_time timestamptz, feedback_epoch bigint, feedback_xmin bigint
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM rds_require_primary('aurora_global_db_status');
  RETURN QUERY
    SELECT current_setting('aurora.region'), (rds_current_wal_lsn() - '0/0')::bigint,
      -1::double precision, -1::double precision, 'epoch'::timestamptz, 0::bigint, 0::bigint
    UNION ALL
    SELECT follower.region, (follower.durable - '0/0')::bigint, follower.durability_lag_ms, follower.durability_lag_ms,
      follower.measured_at, 0::bigint, follower.feedback_xmin
    FROM rds_followers() AS follower WHERE follower.region <> current_setting('aurora.region');
END $$;

CREATE FUNCTION pg_catalog.aurora_global_db_instance_status() RETURNS TABLE (
  server_id text, session_id text, aws_region text, durable_lsn bigint, highest_lsn_rcvd bigint, feedback_epoch bigint,
  feedback_xmin bigint, oldest_read_view_lsn bigint, visibility_lag_in_msec double precision
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM rds_require_primary('aurora_global_db_instance_status');
  RETURN QUERY
    SELECT current_setting('cluster_name'), 'MASTER_SESSION_ID', current_setting('aurora.region'),
      (rds_current_wal_lsn() - '0/0')::bigint, NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint,
      NULL::double precision
    UNION ALL
    SELECT follower.instance, md5(follower.instance), follower.region, (follower.durable - '0/0')::bigint,
      (follower.received - '0/0')::bigint, 0::bigint, follower.feedback_xmin, (follower.replayed - '0/0')::bigint,
      follower.visibility_lag_ms
    FROM rds_followers() AS follower;
END $$;

-- The instances of this region, as its first one sees them: itself, the writer if it is that, and those that follow it.
CREATE FUNCTION pg_catalog.aurora_replica_status() RETURNS TABLE (
  server_id text, session_id text, durable_lsn bigint, highest_lsn_rcvd bigint, current_read_lsn bigint,
  last_update_timestamp timestamptz, replica_lag_in_msec double precision
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT current_setting('cluster_name'), 'MASTER_SESSION_ID', NULL::bigint, NULL::bigint, NULL::bigint,
    clock_timestamp(), NULL::double precision
  WHERE NOT pg_is_in_recovery()
  UNION ALL
  SELECT current_setting('cluster_name'), md5(current_setting('cluster_name')), (rds_own_lsn() - '0/0')::bigint,
    (rds_own_lsn() - '0/0')::bigint, (rds_last_wal_replay_lsn() - '0/0')::bigint, clock_timestamp(), 0::double precision
  WHERE pg_is_in_recovery()
  UNION ALL
  SELECT follower.instance, md5(follower.instance), (follower.durable - '0/0')::bigint,
    (follower.received - '0/0')::bigint, (follower.replayed - '0/0')::bigint, follower.measured_at,
    follower.visibility_lag_ms
  FROM rds_followers() AS follower WHERE follower.region = current_setting('aurora.region')
$$;

REVOKE EXECUTE ON FUNCTION pg_catalog.rds_followers(), pg_catalog.rds_own_lsn() FROM PUBLIC;

