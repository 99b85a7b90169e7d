-- Run once, when the cluster is begun: no standby is there yet to wait for.
SET synchronous_commit TO local;
SET password_encryption TO 'scram-sha-256';
CREATE ROLE mdt_alpr LOGIN PASSWORD '${database_password}';
GRANT pg_read_all_stats TO mdt_alpr;
CREATE DATABASE mdt_alpr OWNER mdt_alpr;
REVOKE ALL ON DATABASE mdt_alpr FROM PUBLIC;
