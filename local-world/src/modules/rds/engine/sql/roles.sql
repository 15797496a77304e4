-- Roles that exist on every Aurora cluster. The superuser is rdsadmin, which customers never get.
-- Statements are separated by a semicolon and an empty line: single-user PostgreSQL reads them so.

CREATE ROLE rds_superuser NOLOGIN;

CREATE ROLE rds_replication NOLOGIN;

CREATE ROLE rds_password NOLOGIN;

CREATE ROLE rds_iam NOLOGIN;

CREATE ROLE rdsrepladmin LOGIN REPLICATION;

GRANT pg_monitor, pg_signal_backend, pg_checkpoint, rds_replication, rds_password TO rds_superuser WITH ADMIN OPTION;

