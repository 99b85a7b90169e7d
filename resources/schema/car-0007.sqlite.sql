CREATE TABLE holds (
    hold_id VARCHAR(36) NOT NULL,
    body TEXT NOT NULL,
    ended_at VARCHAR(27),
    CONSTRAINT pk_holds PRIMARY KEY (hold_id)
);
CREATE INDEX ix_holds_ended_at ON holds (ended_at);
CREATE TABLE audit (
    sequence INTEGER NOT NULL,
    at VARCHAR(27) NOT NULL,
    device VARCHAR(64) NOT NULL,
    person VARCHAR(64) NOT NULL,
    event VARCHAR(48) NOT NULL,
    subject VARCHAR(64) NOT NULL,
    detail TEXT NOT NULL,
    previous VARCHAR(64) NOT NULL,
    digest VARCHAR(64) NOT NULL,
    CONSTRAINT pk_audit PRIMARY KEY (sequence)
);
CREATE TABLE evidence (
    number INTEGER NOT NULL,
    public_key VARCHAR(64) NOT NULL,
    sequence INTEGER NOT NULL,
    hit_id VARCHAR(36) NOT NULL,
    device VARCHAR(64) NOT NULL,
    sealed_at VARCHAR(27) NOT NULL,
    content VARCHAR(64) NOT NULL,
    previous VARCHAR(64) NOT NULL,
    signature VARCHAR(128) NOT NULL,
    captured_at VARCHAR(27),
    parts TEXT,
    CONSTRAINT pk_evidence PRIMARY KEY (number),
    CONSTRAINT uq_evidence_public_key_sequence UNIQUE (public_key, sequence)
);
CREATE INDEX ix_evidence_captured_at ON evidence (captured_at);
CREATE TABLE notices (
    number BIGINT NOT NULL,
    CONSTRAINT pk_heard PRIMARY KEY (number)
);
CREATE TABLE hotlists (
    version INTEGER NOT NULL,
    compiled_at VARCHAR(27) NOT NULL,
    look_alikes_allowed BOOLEAN NOT NULL,
    digest VARCHAR(64) DEFAULT '' NOT NULL,
    settings TEXT DEFAULT '{}' NOT NULL,
    kept_days INTEGER DEFAULT '90' NOT NULL,
    CONSTRAINT pk_hotlists PRIMARY KEY (version)
);
CREATE TABLE manual_entries (
    entry_id VARCHAR(36) NOT NULL,
    entered_by VARCHAR(64) NOT NULL,
    expires_at VARCHAR(27) NOT NULL,
    ended_at VARCHAR(27),
    plate_hash VARCHAR(64),
    body TEXT NOT NULL,
    CONSTRAINT pk_manual_entries PRIMARY KEY (entry_id)
);
CREATE INDEX ix_manual_entries_ended_at ON manual_entries (ended_at);
CREATE INDEX ix_manual_entries_plate_hash ON manual_entries (plate_hash);
CREATE TABLE pictures (
    digest VARCHAR(64) NOT NULL,
    jpeg BLOB NOT NULL,
    CONSTRAINT pk_pictures PRIMARY KEY (digest)
);
CREATE TABLE purges (
    number INTEGER NOT NULL,
    at VARCHAR(27) NOT NULL,
    reads INTEGER NOT NULL,
    hits INTEGER NOT NULL,
    pictures INTEGER NOT NULL,
    queued INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    CONSTRAINT pk_purges PRIMARY KEY (number)
);
CREATE TABLE rejections (
    rejection_id VARCHAR(36) NOT NULL,
    entry_id VARCHAR(128) NOT NULL,
    text VARCHAR(16) NOT NULL,
    state VARCHAR(2) NOT NULL,
    cause VARCHAR(48) NOT NULL,
    by_status BOOLEAN NOT NULL,
    at VARCHAR(27) NOT NULL,
    captured_at VARCHAR(27) NOT NULL,
    ended BOOLEAN NOT NULL,
    CONSTRAINT pk_rejections PRIMARY KEY (rejection_id, entry_id)
);
CREATE INDEX ix_rejections_captured_at ON rejections (captured_at);
CREATE INDEX ix_rejections_entry_id ON rejections (entry_id);
CREATE TABLE enrollment (
    number INTEGER NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_enrollment PRIMARY KEY (number)
);
CREATE TABLE sessions (
    person_id VARCHAR(64) NOT NULL,
    name VARCHAR(128) NOT NULL,
    role VARCHAR(48) NOT NULL,
    signed_in_at VARCHAR(27) NOT NULL,
    token VARCHAR(256) NOT NULL,
    locked BOOLEAN NOT NULL,
    offline_until VARCHAR(27),
    CONSTRAINT pk_sessions PRIMARY KEY (person_id)
);
CREATE TABLE verifiers (
    person_id VARCHAR(64) NOT NULL,
    name VARCHAR(128) NOT NULL,
    role VARCHAR(48) NOT NULL,
    accepted_at VARCHAR(27) NOT NULL,
    after_entry INTEGER NOT NULL,
    trained_until DATE,
    training BOOLEAN NOT NULL,
    salt BLOB NOT NULL,
    digest BLOB NOT NULL,
    CONSTRAINT pk_verifiers PRIMARY KEY (person_id)
);
CREATE TABLE hit_pictures (
    hit_id VARCHAR(36) NOT NULL,
    digest VARCHAR(64) NOT NULL,
    captured_at VARCHAR(27) NOT NULL,
    CONSTRAINT pk_hit_pictures PRIMARY KEY (hit_id, digest),
    CONSTRAINT fk_hit_pictures_digest_pictures FOREIGN KEY(digest) REFERENCES pictures (digest)
);
CREATE INDEX ix_hit_pictures_captured_at ON hit_pictures (captured_at);
CREATE INDEX ix_hit_pictures_digest ON hit_pictures (digest);
CREATE TABLE hits (
    hit_id VARCHAR(36) NOT NULL,
    read_id VARCHAR(36) NOT NULL,
    captured_at VARCHAR(27) NOT NULL,
    raised_at VARCHAR(27) NOT NULL,
    state VARCHAR(48) NOT NULL,
    facts TEXT NOT NULL,
    crop VARCHAR(64),
    context VARCHAR(64),
    CONSTRAINT pk_hits PRIMARY KEY (hit_id),
    CONSTRAINT fk_hits_context_pictures FOREIGN KEY(context) REFERENCES pictures (digest),
    CONSTRAINT fk_hits_crop_pictures FOREIGN KEY(crop) REFERENCES pictures (digest)
);
CREATE INDEX ix_hits_captured_at ON hits (captured_at);
CREATE INDEX ix_hits_context ON hits (context);
CREATE INDEX ix_hits_crop ON hits (crop);
CREATE INDEX ix_hits_state ON hits (state);
CREATE TABLE hotlist_entries (
    number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    entry_id VARCHAR(128) NOT NULL,
    list_name VARCHAR(64) NOT NULL,
    category VARCHAR(8) NOT NULL,
    text VARCHAR(16) NOT NULL,
    state VARCHAR(2) NOT NULL,
    nic VARCHAR(16) NOT NULL,
    ori VARCHAR(16) NOT NULL,
    entered_on DATE,
    plate_type VARCHAR(8) NOT NULL,
    vehicle_year VARCHAR(8) NOT NULL,
    make VARCHAR(32) NOT NULL,
    model VARCHAR(32) NOT NULL,
    style VARCHAR(32) NOT NULL,
    colour VARCHAR(32) NOT NULL,
    note TEXT NOT NULL,
    expires_at VARCHAR(27),
    manual TEXT,
    CONSTRAINT pk_hotlist_entries PRIMARY KEY (number),
    CONSTRAINT fk_hotlist_entries_version_hotlists FOREIGN KEY(version) REFERENCES hotlists (version) ON DELETE CASCADE
);
CREATE INDEX ix_hotlist_entries_expires_at ON hotlist_entries (expires_at);
CREATE TABLE outbox (
    sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    item_id VARCHAR(36) NOT NULL,
    kind VARCHAR(48) NOT NULL,
    made_at VARCHAR(27) NOT NULL,
    body TEXT NOT NULL,
    captured_at VARCHAR(27),
    picture VARCHAR(64),
    refused_at VARCHAR(27),
    refused_problem INTEGER,
    hold_id VARCHAR(36),
    CONSTRAINT fk_outbox_picture_pictures FOREIGN KEY(picture) REFERENCES pictures (digest),
    CONSTRAINT uq_outbox_item_id UNIQUE (item_id)
);
CREATE INDEX ix_outbox_captured_at ON outbox (captured_at);
CREATE INDEX ix_outbox_hold_id ON outbox (hold_id);
CREATE INDEX ix_outbox_picture ON outbox (picture);
CREATE INDEX ix_outbox_refused_at ON outbox (refused_at);
CREATE TABLE reads (
    read_id VARCHAR(36) NOT NULL,
    revision INTEGER NOT NULL,
    captured_at VARCHAR(27) NOT NULL,
    facts TEXT NOT NULL,
    crop VARCHAR(64),
    context VARCHAR(64),
    CONSTRAINT pk_reads PRIMARY KEY (read_id),
    CONSTRAINT fk_reads_context_pictures FOREIGN KEY(context) REFERENCES pictures (digest),
    CONSTRAINT fk_reads_crop_pictures FOREIGN KEY(crop) REFERENCES pictures (digest)
);
CREATE INDEX ix_reads_captured_at ON reads (captured_at);
CREATE INDEX ix_reads_context ON reads (context);
CREATE INDEX ix_reads_crop ON reads (crop);
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END;
