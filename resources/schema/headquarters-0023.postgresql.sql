CREATE TABLE accounts (
    person_id TEXT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    role VARCHAR(48) NOT NULL,
    trained_on DATE,
    disabled_at TIMESTAMP WITH TIME ZONE,
    password_set_at TIMESTAMP WITH TIME ZONE,
    expires_at TIMESTAMP WITH TIME ZONE,
    live_since TIMESTAMP WITH TIME ZONE,
    password_is_temporary BOOLEAN DEFAULT false NOT NULL,
    is_emergency BOOLEAN DEFAULT false NOT NULL,
    CONSTRAINT pk_accounts PRIMARY KEY (person_id)
);
CREATE TABLE trainings (
    number SERIAL NOT NULL,
    person_id TEXT NOT NULL,
    version TEXT NOT NULL,
    presenter TEXT NOT NULL,
    paper TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    course VARCHAR(48) NOT NULL,
    trained_on DATE NOT NULL,
    scan VARCHAR(64) NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_trainings PRIMARY KEY (number),
    CONSTRAINT fk_trainings_person_id_accounts FOREIGN KEY(person_id) REFERENCES accounts (person_id)
);
CREATE INDEX ix_trainings_person_id ON trainings (person_id);
CREATE TABLE training_papers (
    digest VARCHAR(64) NOT NULL,
    content BYTEA NOT NULL,
    CONSTRAINT pk_training_papers PRIMARY KEY (digest)
);
CREATE TABLE designations (
    number SERIAL NOT NULL,
    person_id TEXT NOT NULL,
    designated_by TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    office VARCHAR(48) NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_designations PRIMARY KEY (number),
    CONSTRAINT fk_designations_person_id_accounts FOREIGN KEY(person_id) REFERENCES accounts (person_id)
);
CREATE TABLE account_reviews (
    number SERIAL NOT NULL,
    signed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    signed_by TEXT NOT NULL,
    body TEXT NOT NULL,
    signature TEXT NOT NULL,
    key VARCHAR(64) NOT NULL,
    CONSTRAINT pk_account_reviews PRIMARY KEY (number)
);
CREATE TABLE second_factors (
    person_id TEXT NOT NULL,
    secret BYTEA,
    offered BYTEA,
    offered_at TIMESTAMP WITH TIME ZONE,
    last_step BIGINT DEFAULT '0' NOT NULL,
    setup_digest VARCHAR(64),
    setup_until TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_second_factors PRIMARY KEY (person_id),
    CONSTRAINT fk_second_factors_person_id_accounts FOREIGN KEY(person_id) REFERENCES accounts (person_id)
);
CREATE TABLE recovery_codes (
    person_id TEXT NOT NULL,
    digest VARCHAR(64) NOT NULL,
    CONSTRAINT pk_recovery_codes PRIMARY KEY (person_id, digest),
    CONSTRAINT fk_recovery_codes_person_id_accounts FOREIGN KEY(person_id) REFERENCES accounts (person_id)
);
CREATE TABLE security_keys (
    key_id VARCHAR(16) NOT NULL,
    person_id TEXT NOT NULL,
    name TEXT NOT NULL,
    credential BYTEA NOT NULL,
    counter BIGINT NOT NULL,
    added_at TIMESTAMP WITH TIME ZONE NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_security_keys PRIMARY KEY (key_id),
    CONSTRAINT fk_security_keys_person_id_accounts FOREIGN KEY(person_id) REFERENCES accounts (person_id)
);
CREATE INDEX ix_security_keys_person_id ON security_keys (person_id);
CREATE TABLE key_challenges (
    digest VARCHAR(64) NOT NULL,
    person_id TEXT NOT NULL,
    adds BOOLEAN NOT NULL,
    until TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_key_challenges PRIMARY KEY (digest),
    CONSTRAINT fk_key_challenges_person_id_accounts FOREIGN KEY(person_id) REFERENCES accounts (person_id)
);
CREATE INDEX ix_key_challenges_person_id ON key_challenges (person_id);
CREATE TABLE car_lists (
    device TEXT NOT NULL,
    version BIGINT NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_car_lists PRIMARY KEY (device)
);
CREATE TABLE case_steps (
    number SERIAL NOT NULL,
    year INTEGER NOT NULL,
    serial INTEGER NOT NULL,
    step VARCHAR(48) NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    person_id TEXT NOT NULL,
    officer_id TEXT NOT NULL,
    result VARCHAR(48) NOT NULL,
    audit_last BIGINT NOT NULL,
    audit_entries INTEGER NOT NULL,
    audit_digest VARCHAR(64) NOT NULL,
    CONSTRAINT pk_case_steps PRIMARY KEY (number)
);
CREATE INDEX ix_case_steps_year_serial ON case_steps (year, serial);
CREATE TABLE category_decisions (
    code VARCHAR(1) NOT NULL,
    is_on BOOLEAN NOT NULL,
    purpose TEXT NOT NULL,
    reason TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_category_decisions PRIMARY KEY (code)
);
CREATE TABLE category_settings (
    code VARCHAR(1) NOT NULL,
    priority VARCHAR(48) NOT NULL,
    style VARCHAR(48) NOT NULL,
    instruction TEXT NOT NULL,
    reason TEXT NOT NULL,
    set_by TEXT NOT NULL,
    set_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_category_settings PRIMARY KEY (code)
);
CREATE TABLE corrections (
    number INTEGER NOT NULL,
    entry_id VARCHAR(64) NOT NULL,
    list_name TEXT NOT NULL,
    owner TEXT NOT NULL,
    made_by TEXT NOT NULL,
    ended_by TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    owner_asked_at TIMESTAMP WITH TIME ZONE,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_corrections PRIMARY KEY (number)
);
CREATE INDEX ix_corrections_entry_id ON corrections (entry_id);
CREATE TABLE daily_counts (
    day DATE NOT NULL,
    unit TEXT NOT NULL,
    word TEXT NOT NULL,
    what VARCHAR(48) NOT NULL,
    list_name TEXT DEFAULT '' NOT NULL,
    number BIGINT NOT NULL,
    CONSTRAINT pk_daily_counts PRIMARY KEY (day, unit, what, list_name, word)
);
CREATE TABLE device_audit (
    device TEXT NOT NULL,
    person TEXT NOT NULL,
    subject TEXT NOT NULL,
    body BYTEA NOT NULL,
    sequence BIGINT NOT NULL,
    fingerprint VARCHAR(64) NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    event VARCHAR(48) NOT NULL,
    CONSTRAINT pk_device_audit PRIMARY KEY (device, sequence, fingerprint)
);
CREATE INDEX ix_device_audit_at ON device_audit (at);
CREATE INDEX ix_device_audit_subject ON device_audit (subject);
CREATE TABLE enrolled_devices (
    device TEXT NOT NULL,
    enrolled_by TEXT NOT NULL,
    kind VARCHAR(48) NOT NULL,
    enrolled_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    wipe_ordered_at TIMESTAMP WITH TIME ZONE,
    wiped_at TIMESTAMP WITH TIME ZONE,
    used_twice_at TIMESTAMP WITH TIME ZONE,
    revoked_by TEXT,
    reason TEXT,
    place_name TEXT,
    lat FLOAT,
    lon FLOAT,
    direction TEXT,
    CONSTRAINT pk_enrolled_devices PRIMARY KEY (device)
);
CREATE TABLE device_certificates (
    fingerprint VARCHAR(64) NOT NULL,
    device TEXT NOT NULL,
    serial VARCHAR(40) NOT NULL,
    issued_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
    counts_until TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_device_certificates PRIMARY KEY (fingerprint)
);
CREATE INDEX ix_device_certificates_device ON device_certificates (device);
CREATE TABLE enrollment_codes (
    label VARCHAR(8) NOT NULL,
    digest VARCHAR(64) NOT NULL,
    device TEXT NOT NULL,
    made_by TEXT NOT NULL,
    kind VARCHAR(48) NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    tries INTEGER DEFAULT '0' NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_enrollment_codes PRIMARY KEY (label)
);
CREATE INDEX ix_enrollment_codes_device ON enrollment_codes (device);
CREATE TABLE device_keys (
    device TEXT NOT NULL,
    public_key VARCHAR(64) NOT NULL,
    shown_at TIMESTAMP WITH TIME ZONE NOT NULL,
    accepted_at TIMESTAMP WITH TIME ZONE,
    accepted_by TEXT,
    CONSTRAINT pk_device_keys PRIMARY KEY (device, public_key)
);
CREATE TABLE device_sign_ins (
    device TEXT NOT NULL,
    person_id TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    signed_in BOOLEAN NOT NULL,
    CONSTRAINT pk_device_sign_ins PRIMARY KEY (device, at, person_id, signed_in)
);
CREATE TABLE device_units (
    device TEXT NOT NULL,
    unit TEXT NOT NULL,
    unit_key TEXT NOT NULL,
    bound_by TEXT NOT NULL,
    bound_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_device_units PRIMARY KEY (device),
    CONSTRAINT uq_device_units_unit_key UNIQUE (unit_key)
);
CREATE TABLE devices (
    device TEXT NOT NULL,
    last_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    verified BIGINT NOT NULL,
    chain_state VARCHAR(8) NOT NULL,
    broken_at BIGINT,
    CONSTRAINT pk_devices PRIMARY KEY (device)
);
CREATE TABLE evidence (
    device TEXT NOT NULL,
    public_key VARCHAR(64) NOT NULL,
    sequence BIGINT NOT NULL,
    fingerprint VARCHAR(64) NOT NULL,
    hit_id VARCHAR(36) NOT NULL,
    sealed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    content VARCHAR(64) NOT NULL,
    previous VARCHAR(64) NOT NULL,
    signature VARCHAR(128) NOT NULL,
    CONSTRAINT pk_evidence PRIMARY KEY (device, public_key, sequence, fingerprint)
);
CREATE INDEX ix_evidence_hit_id ON evidence (hit_id);
CREATE TABLE evidence_chains (
    device TEXT NOT NULL,
    public_key VARCHAR(64) NOT NULL,
    verified BIGINT NOT NULL,
    state VARCHAR(16) NOT NULL,
    broken_at BIGINT,
    CONSTRAINT pk_evidence_chains PRIMARY KEY (device, public_key)
);
CREATE TABLE evidence_content (
    day DATE NOT NULL,
    fingerprint VARCHAR(64) NOT NULL,
    captured_at TIMESTAMP WITH TIME ZONE NOT NULL,
    sealed BYTEA NOT NULL,
    CONSTRAINT pk_evidence_content PRIMARY KEY (day, fingerprint)
);
CREATE TABLE hit_log (
    day DATE NOT NULL,
    hit_id VARCHAR(36) NOT NULL,
    captured_at TIMESTAMP WITH TIME ZONE NOT NULL,
    raised_at TIMESTAMP WITH TIME ZONE NOT NULL,
    read_id VARCHAR(36) NOT NULL,
    device TEXT NOT NULL,
    unit TEXT NOT NULL,
    person_id TEXT NOT NULL,
    camera TEXT NOT NULL,
    category VARCHAR(1) NOT NULL,
    list_name TEXT NOT NULL,
    match_class TEXT NOT NULL,
    method TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    alert_ms INTEGER,
    open_ms INTEGER,
    check_ms INTEGER,
    decision_ms INTEGER,
    status_by TEXT NOT NULL,
    gate_form TEXT NOT NULL,
    attention VARCHAR(48) NOT NULL,
    disposition TEXT NOT NULL,
    stopped TEXT NOT NULL,
    outcome TEXT NOT NULL,
    confusion TEXT NOT NULL,
    rhythm TEXT NOT NULL,
    force BOOLEAN DEFAULT false NOT NULL,
    hour INTEGER NOT NULL,
    shift_day DATE NOT NULL,
    shift_kind VARCHAR(9) NOT NULL,
    differs TEXT DEFAULT '' NOT NULL,
    vehicle_comparison VARCHAR(48) DEFAULT 'not_recorded' NOT NULL,
    CONSTRAINT pk_hit_log PRIMARY KEY (day, hit_id)
);
CREATE INDEX ix_hit_log_raised_at_hit_id ON hit_log (raised_at, hit_id);
CREATE INDEX ix_hit_log_read_id ON hit_log (read_id);
CREATE TABLE hit_reviews (
    review_id VARCHAR(36) NOT NULL,
    day DATE NOT NULL,
    hit_id VARCHAR(36) NOT NULL,
    captured_at TIMESTAMP WITH TIME ZONE NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    kind VARCHAR(48) NOT NULL,
    person_id TEXT NOT NULL,
    officer_id TEXT NOT NULL,
    case_number TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_hit_reviews PRIMARY KEY (review_id)
);
CREATE INDEX ix_hit_reviews_day_hit_id ON hit_reviews (day, hit_id);
CREATE INDEX ix_hit_reviews_officer_id ON hit_reviews (officer_id);
CREATE TABLE hit_steps (
    day DATE NOT NULL,
    item_id VARCHAR(36) NOT NULL,
    hit_id VARCHAR(36) NOT NULL,
    captured_at TIMESTAMP WITH TIME ZONE NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    kind VARCHAR(48) NOT NULL,
    word TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    CONSTRAINT pk_hit_steps PRIMARY KEY (day, item_id)
);
CREATE INDEX ix_hit_steps_day_hit_id ON hit_steps (day, hit_id);
CREATE TABLE hits (
    day DATE NOT NULL,
    hit_id VARCHAR(36) NOT NULL,
    captured_at TIMESTAMP WITH TIME ZONE NOT NULL,
    read_id VARCHAR(36) NOT NULL,
    device TEXT NOT NULL,
    unit TEXT NOT NULL,
    match_class TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    category VARCHAR(1) NOT NULL,
    CONSTRAINT pk_hits PRIMARY KEY (day, hit_id)
);
CREATE TABLE hotlist_cancellations (
    version BIGINT NOT NULL,
    entry_id VARCHAR(64) NOT NULL,
    CONSTRAINT pk_hotlist_cancellations PRIMARY KEY (version, entry_id)
);
CREATE TABLE hotlist_entries (
    entry_id VARCHAR(64) NOT NULL,
    list_name TEXT NOT NULL,
    category VARCHAR(1) NOT NULL,
    plate BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    sealed_on DATE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE,
    version BIGINT NOT NULL,
    listed_with BIGINT DEFAULT '0' NOT NULL,
    line INTEGER NOT NULL,
    fingerprint BIGINT DEFAULT '0' NOT NULL,
    CONSTRAINT pk_hotlist_entries PRIMARY KEY (entry_id)
);
CREATE INDEX ix_hotlist_entries_list_name ON hotlist_entries (list_name);
CREATE INDEX ix_hotlist_entries_version ON hotlist_entries (version);
CREATE TABLE hotlist_past (
    left_with BIGINT NOT NULL,
    entry_id VARCHAR(64) NOT NULL,
    listed_with BIGINT NOT NULL,
    list_name TEXT NOT NULL,
    category VARCHAR(1) NOT NULL,
    plate BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    sealed_on DATE NOT NULL,
    CONSTRAINT pk_hotlist_past PRIMARY KEY (left_with, entry_id)
);
CREATE INDEX ix_hotlist_past_plate ON hotlist_past (plate);
CREATE INDEX ix_hotlist_past_sealed_on ON hotlist_past (sealed_on);
CREATE TABLE hotlist_imports (
    number INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    source TEXT NOT NULL,
    format TEXT NOT NULL,
    by TEXT NOT NULL,
    confirmed_by TEXT NOT NULL,
    stopped TEXT NOT NULL,
    lists TEXT NOT NULL,
    counts TEXT NOT NULL,
    version BIGINT NOT NULL,
    written_at TIMESTAMP WITH TIME ZONE,
    sha256 VARCHAR(64) DEFAULT '' NOT NULL,
    report TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_hotlist_imports PRIMARY KEY (number)
);
CREATE TABLE hotlist_versions (
    version BIGINT NOT NULL,
    compiled_at TIMESTAMP WITH TIME ZONE NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    look_alikes_allowed BOOLEAN NOT NULL,
    made_by TEXT NOT NULL,
    source TEXT NOT NULL,
    entries INTEGER NOT NULL,
    dropped INTEGER NOT NULL,
    CONSTRAINT pk_hotlist_versions PRIMARY KEY (version)
);
CREATE TABLE items (
    day DATE NOT NULL,
    item_id VARCHAR(36) NOT NULL,
    kind VARCHAR(48) NOT NULL,
    device TEXT NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_items PRIMARY KEY (day, item_id)
)
 PARTITION BY RANGE (day);
CREATE TABLE listeners (
    device TEXT NOT NULL,
    unit TEXT NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_number BIGINT NOT NULL,
    given_to VARCHAR(64) DEFAULT '' NOT NULL,
    given BIGINT DEFAULT '0' NOT NULL,
    CONSTRAINT pk_listeners PRIMARY KEY (device)
);
CREATE TABLE manual_entries (
    entry_id VARCHAR(36) NOT NULL,
    device TEXT NOT NULL,
    unit TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    ended_by TEXT,
    plate_hash VARCHAR(64),
    key_id VARCHAR(16),
    case_check VARCHAR(48) NOT NULL,
    CONSTRAINT pk_manual_entries PRIMARY KEY (entry_id)
);
CREATE INDEX ix_manual_entries_ended_at ON manual_entries (ended_at);
CREATE INDEX ix_manual_entries_expires_at ON manual_entries (expires_at);
CREATE INDEX ix_manual_entries_plate_hash ON manual_entries (plate_hash);
CREATE TABLE marks (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT pk_marks PRIMARY KEY (name)
);
CREATE TABLE notices (
    device TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    number BIGINT NOT NULL,
    kind VARCHAR(48) NOT NULL,
    captured_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_notices PRIMARY KEY (device, number)
);
CREATE TABLE own_audit (
    sequence BIGINT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    person TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail BYTEA NOT NULL,
    event VARCHAR(48) NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    role TEXT DEFAULT '' NOT NULL,
    unit TEXT DEFAULT '' NOT NULL,
    device TEXT DEFAULT '' NOT NULL,
    address TEXT DEFAULT '' NOT NULL,
    session TEXT DEFAULT '' NOT NULL,
    previous VARCHAR(64) NOT NULL,
    digest VARCHAR(64) NOT NULL,
    CONSTRAINT pk_own_audit PRIMARY KEY (sequence)
);
CREATE INDEX ix_own_audit_at ON own_audit (at);
CREATE TABLE policy_adoptions (
    number SERIAL NOT NULL,
    policy TEXT NOT NULL,
    version TEXT NOT NULL,
    covered TEXT NOT NULL,
    person_id TEXT NOT NULL,
    effective_on DATE NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_policy_adoptions PRIMARY KEY (number)
);
CREATE TABLE own_audit_head (
    number INTEGER NOT NULL,
    sequence BIGINT NOT NULL,
    digest VARCHAR(64) NOT NULL,
    CONSTRAINT pk_own_audit_head PRIMARY KEY (number),
    CONSTRAINT ck_own_audit_head_ck_own_audit_head_one CHECK (number = 1)
);
INSERT INTO own_audit_head (number, sequence, digest) VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
CREATE TABLE pictures (
    day DATE NOT NULL,
    read_id VARCHAR(36) NOT NULL,
    digest VARCHAR(64) NOT NULL,
    captured_at TIMESTAMP WITH TIME ZONE NOT NULL,
    what TEXT NOT NULL,
    body TEXT NOT NULL,
    held BOOLEAN NOT NULL,
    CONSTRAINT pk_pictures PRIMARY KEY (day, read_id, digest)
);
CREATE INDEX ix_pictures_digest ON pictures (digest);
CREATE TABLE read_counts (
    day DATE NOT NULL,
    unit TEXT NOT NULL,
    number BIGINT NOT NULL,
    CONSTRAINT pk_read_counts PRIMARY KEY (day, unit)
);
CREATE TABLE reads (
    day DATE NOT NULL,
    read_id VARCHAR(36) NOT NULL,
    revision BIGINT NOT NULL,
    captured_at TIMESTAMP WITH TIME ZONE NOT NULL,
    device TEXT NOT NULL,
    unit TEXT NOT NULL,
    camera TEXT NOT NULL,
    plate BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    CONSTRAINT pk_reads PRIMARY KEY (day, read_id)
)
 PARTITION BY RANGE (day);
CREATE INDEX ix_reads_plate ON reads (plate);
CREATE TABLE refutations (
    day DATE NOT NULL,
    item_id VARCHAR(36) NOT NULL,
    hit_id VARCHAR(36) NOT NULL,
    captured_at TIMESTAMP WITH TIME ZONE NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    reach VARCHAR(48) NOT NULL,
    kind VARCHAR(48) NOT NULL,
    source TEXT NOT NULL,
    CONSTRAINT pk_refutations PRIMARY KEY (day, item_id)
);
CREATE INDEX ix_refutations_hit_id ON refutations (hit_id);
CREATE TABLE refuted_records (
    day DATE NOT NULL,
    item_id VARCHAR(36) NOT NULL,
    record BYTEA NOT NULL,
    captured_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_refuted_records PRIMARY KEY (day, item_id, record)
);
CREATE INDEX ix_refuted_records_record ON refuted_records (record);
CREATE TABLE rejections (
    day DATE NOT NULL,
    hit_id VARCHAR(36) NOT NULL,
    record BYTEA NOT NULL,
    entry BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    captured_at TIMESTAMP WITH TIME ZONE NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    cause VARCHAR(48) NOT NULL,
    by_status BOOLEAN NOT NULL,
    ended BOOLEAN NOT NULL,
    CONSTRAINT pk_rejections PRIMARY KEY (day, hit_id, record)
);
CREATE INDEX ix_rejections_entry ON rejections (entry);
CREATE TABLE review_cases (
    year INTEGER NOT NULL,
    serial INTEGER NOT NULL,
    subject VARCHAR(36) NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    opened_by TEXT NOT NULL,
    CONSTRAINT pk_review_cases PRIMARY KEY (year, serial)
);
CREATE TABLE set_aside (
    number SERIAL NOT NULL,
    item_id VARCHAR(36) NOT NULL,
    device TEXT NOT NULL,
    kind TEXT NOT NULL,
    person_id TEXT NOT NULL,
    brought_by TEXT NOT NULL,
    subject TEXT NOT NULL,
    reason VARCHAR(48) NOT NULL,
    captured_at TIMESTAMP WITH TIME ZONE NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    sealed BYTEA NOT NULL,
    decision TEXT DEFAULT '' NOT NULL,
    decided_at TIMESTAMP WITH TIME ZONE,
    decided_by TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_set_aside PRIMARY KEY (number),
    CONSTRAINT uq_set_aside_item_id UNIQUE (item_id)
);
CREATE INDEX ix_set_aside_device ON set_aside (device);
CREATE INDEX ix_set_aside_subject ON set_aside (subject);
CREATE TABLE sighting_records (
    day DATE NOT NULL,
    hit_id VARCHAR(36) NOT NULL,
    record BYTEA NOT NULL,
    entry BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    captured_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_sighting_records PRIMARY KEY (day, hit_id, record)
);
CREATE INDEX ix_sighting_records_entry ON sighting_records (entry);
CREATE INDEX ix_sighting_records_record ON sighting_records (record);
CREATE TABLE sightings (
    day DATE NOT NULL,
    hit_id VARCHAR(36) NOT NULL,
    captured_at TIMESTAMP WITH TIME ZONE NOT NULL,
    raised_at TIMESTAMP WITH TIME ZONE NOT NULL,
    device TEXT NOT NULL,
    unit TEXT NOT NULL,
    relayed_from VARCHAR(36) NOT NULL,
    closed BOOLEAN NOT NULL,
    refuted BOOLEAN NOT NULL,
    CONSTRAINT pk_sightings PRIMARY KEY (day, hit_id)
);
CREATE INDEX ix_sightings_relayed_from ON sightings (relayed_from);
CREATE TABLE sign_in_failures (
    number SERIAL NOT NULL,
    person_key VARCHAR(64) NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    account_key VARCHAR(64) DEFAULT '' NOT NULL,
    CONSTRAINT pk_sign_in_failures PRIMARY KEY (number)
);
CREATE INDEX ix_sign_in_failures_account_key ON sign_in_failures (account_key);
CREATE INDEX ix_sign_in_failures_person_key ON sign_in_failures (person_key);
CREATE TABLE sign_in_locks (
    person_key VARCHAR(64) NOT NULL,
    locked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    account_key VARCHAR(64) DEFAULT '' NOT NULL,
    CONSTRAINT pk_sign_in_locks PRIMARY KEY (person_key)
);
CREATE TABLE truth_checks (
    read_id VARCHAR(36) NOT NULL,
    captured_at TIMESTAMP WITH TIME ZONE NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    camera TEXT NOT NULL,
    person_id TEXT NOT NULL,
    hour INTEGER NOT NULL,
    truth VARCHAR(48) NOT NULL,
    CONSTRAINT pk_truth_checks PRIMARY KEY (read_id)
);
CREATE TABLE typed_texts (
    place TEXT NOT NULL,
    captured_at TIMESTAMP WITH TIME ZONE NOT NULL,
    sealed BYTEA NOT NULL,
    CONSTRAINT pk_typed_texts PRIMARY KEY (place)
);
CREATE TABLE sessions (
    token_hash VARCHAR(64) NOT NULL,
    person_id TEXT NOT NULL,
    device TEXT NOT NULL,
    signed_in_at TIMESTAMP WITH TIME ZONE NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE NOT NULL,
    proved_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    seat VARCHAR(48) DEFAULT 'car' NOT NULL,
    unit TEXT DEFAULT '' NOT NULL,
    public_key VARCHAR(64) DEFAULT '' NOT NULL,
    bound_to TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_sessions PRIMARY KEY (token_hash),
    CONSTRAINT fk_sessions_person_id_accounts FOREIGN KEY(person_id) REFERENCES accounts (person_id)
);
CREATE INDEX ix_sessions_device ON sessions (device);
CREATE TABLE team_members (
    person_id TEXT NOT NULL,
    team TEXT NOT NULL,
    sees_all BOOLEAN NOT NULL,
    CONSTRAINT pk_team_members PRIMARY KEY (person_id),
    CONSTRAINT fk_team_members_person_id_accounts FOREIGN KEY(person_id) REFERENCES accounts (person_id)
);
CREATE INDEX ix_team_members_team ON team_members (team);
CREATE TABLE equipment (
    number SERIAL NOT NULL,
    kind VARCHAR(48) NOT NULL,
    name TEXT NOT NULL,
    serial TEXT NOT NULL,
    model TEXT NOT NULL,
    custodian TEXT NOT NULL,
    installed_on DATE NOT NULL,
    software TEXT NOT NULL,
    device TEXT NOT NULL,
    part_of INTEGER NOT NULL,
    place TEXT NOT NULL,
    registered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    registered_by TEXT NOT NULL,
    retired_at TIMESTAMP WITH TIME ZONE,
    retired_by TEXT NOT NULL,
    why_retired TEXT NOT NULL,
    CONSTRAINT pk_equipment PRIMARY KEY (number)
);
CREATE INDEX ix_equipment_device ON equipment (device);
CREATE TABLE equipment_plans (
    equipment INTEGER NOT NULL,
    kind VARCHAR(48) NOT NULL,
    every_days INTEGER NOT NULL,
    since DATE NOT NULL,
    set_at TIMESTAMP WITH TIME ZONE NOT NULL,
    set_by TEXT NOT NULL,
    CONSTRAINT pk_equipment_plans PRIMARY KEY (equipment, kind)
);
CREATE TABLE equipment_work (
    number SERIAL NOT NULL,
    equipment INTEGER NOT NULL,
    kind VARCHAR(48) NOT NULL,
    due_on DATE NOT NULL,
    words TEXT NOT NULL,
    ordered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ordered_by TEXT NOT NULL,
    done_on DATE,
    done_by TEXT NOT NULL,
    result VARCHAR(48) NOT NULL,
    note TEXT NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE,
    recorded_by TEXT NOT NULL,
    CONSTRAINT pk_equipment_work PRIMARY KEY (number)
);
CREATE INDEX ix_equipment_work_equipment ON equipment_work (equipment);
CREATE TABLE destroyed_media (
    number SERIAL NOT NULL,
    kind VARCHAR(48) NOT NULL,
    serial TEXT NOT NULL,
    held TEXT NOT NULL,
    method VARCHAR(48) NOT NULL,
    passes INTEGER NOT NULL,
    destroyed_on DATE NOT NULL,
    destroyed_by TEXT NOT NULL,
    witness TEXT NOT NULL,
    note TEXT NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    recorded_by TEXT NOT NULL,
    CONSTRAINT pk_destroyed_media PRIMARY KEY (number)
);
CREATE TABLE retention_settings (
    number SERIAL NOT NULL,
    kept_days INTEGER NOT NULL,
    reason TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    confirmed_by TEXT NOT NULL,
    proposed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    confirmed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_retention_settings PRIMARY KEY (number)
);
CREATE TABLE self_checks (
    device TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    failed TEXT NOT NULL,
    CONSTRAINT pk_self_checks PRIMARY KEY (device, at)
);
CREATE TABLE sample_counts (
    month DATE NOT NULL,
    by VARCHAR(48) NOT NULL,
    name TEXT NOT NULL,
    truth VARCHAR(48) NOT NULL,
    number INTEGER NOT NULL,
    CONSTRAINT pk_sample_counts PRIMARY KEY (month, by, name, truth)
);
CREATE TABLE holds (
    number SERIAL NOT NULL,
    hold_id VARCHAR(36) NOT NULL,
    kind VARCHAR(48) NOT NULL,
    state VARCHAR(48) NOT NULL,
    way VARCHAR(48) NOT NULL,
    requested_by TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    requested_at TIMESTAMP WITH TIME ZONE NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    first_on DATE NOT NULL,
    last_on DATE NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    destroyed_at TIMESTAMP WITH TIME ZONE,
    sealed BYTEA NOT NULL,
    CONSTRAINT pk_holds PRIMARY KEY (number),
    CONSTRAINT uq_holds_hold_id UNIQUE (hold_id)
);
CREATE INDEX ix_holds_state ON holds (state);
CREATE INDEX ix_holds_requested_by ON holds (requested_by);
CREATE TABLE hold_steps (
    number SERIAL NOT NULL,
    hold_id VARCHAR(36) NOT NULL,
    step VARCHAR(48) NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    person_id TEXT NOT NULL,
    mark TEXT DEFAULT '' NOT NULL,
    sealed BYTEA NOT NULL,
    CONSTRAINT pk_hold_steps PRIMARY KEY (number)
);
CREATE INDEX ix_hold_steps_hold_id ON hold_steps (hold_id);
CREATE TABLE notaries (
    number SERIAL NOT NULL,
    name TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    office VARCHAR(48) NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_notaries PRIMARY KEY (number)
);
CREATE TABLE hold_papers (
    hold_id VARCHAR(36) NOT NULL,
    digest VARCHAR(64) NOT NULL,
    kind TEXT NOT NULL,
    added_by TEXT NOT NULL,
    added_at TIMESTAMP WITH TIME ZONE NOT NULL,
    sealed BYTEA NOT NULL,
    content BYTEA NOT NULL,
    CONSTRAINT pk_hold_papers PRIMARY KEY (hold_id, digest)
);
CREATE TABLE held (
    hold_id VARCHAR(36) NOT NULL,
    captured_on DATE NOT NULL,
    place VARCHAR(24) NOT NULL,
    name TEXT NOT NULL,
    content BYTEA NOT NULL,
    CONSTRAINT pk_held PRIMARY KEY (hold_id, place, name)
);
CREATE INDEX ix_held_place_name ON held (place, name);
CREATE TABLE hold_cars (
    hold_id VARCHAR(36) NOT NULL,
    device TEXT NOT NULL,
    given_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_hold_cars PRIMARY KEY (hold_id, device)
);
CREATE TABLE outside_requests (
    number INTEGER NOT NULL,
    requested_by TEXT NOT NULL,
    requested_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    sealed BYTEA NOT NULL,
    CONSTRAINT pk_outside_requests PRIMARY KEY (number)
);
CREATE INDEX ix_outside_requests_requested_by ON outside_requests (requested_by);
CREATE TABLE outside_accesses (
    number INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    logged_at TIMESTAMP WITH TIME ZONE NOT NULL,
    person_id TEXT NOT NULL,
    agency TEXT NOT NULL,
    system TEXT NOT NULL,
    purpose VARCHAR(48) NOT NULL,
    found INTEGER NOT NULL,
    request INTEGER NOT NULL,
    CONSTRAINT pk_outside_accesses PRIMARY KEY (number)
);
CREATE INDEX ix_outside_accesses_at ON outside_accesses (at);
CREATE INDEX ix_outside_accesses_person_id ON outside_accesses (person_id);
CREATE TABLE incidents (
    number INTEGER NOT NULL,
    incident_id VARCHAR(36) NOT NULL,
    kind VARCHAR(48) NOT NULL,
    reported_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    notified_at TIMESTAMP WITH TIME ZONE,
    reported_by TEXT NOT NULL,
    concerns TEXT NOT NULL,
    is_live BOOLEAN NOT NULL,
    sealed BYTEA NOT NULL,
    CONSTRAINT pk_incidents PRIMARY KEY (number),
    CONSTRAINT uq_incidents_incident_id UNIQUE (incident_id)
);
CREATE INDEX ix_incidents_reported_by ON incidents (reported_by);
CREATE TABLE weekly_reviews (
    number INTEGER NOT NULL,
    week DATE NOT NULL,
    person_id TEXT NOT NULL,
    begun_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    signed_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    sealed BYTEA NOT NULL,
    CONSTRAINT pk_weekly_reviews PRIMARY KEY (number),
    CONSTRAINT uq_weekly_reviews_week_person_id UNIQUE (week, person_id)
);
CREATE TABLE event_reviews (
    number SERIAL NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by TEXT NOT NULL,
    rationale TEXT NOT NULL,
    events TEXT NOT NULL,
    CONSTRAINT pk_event_reviews PRIMARY KEY (number)
);
CREATE TABLE plate_sheets (
    sheet_id VARCHAR(36) NOT NULL,
    day DATE NOT NULL,
    captured_at TIMESTAMP WITH TIME ZONE NOT NULL,
    number INTEGER NOT NULL,
    plates BYTEA NOT NULL,
    rest BYTEA NOT NULL,
    CONSTRAINT pk_plate_sheets PRIMARY KEY (sheet_id)
);
CREATE INDEX ix_plate_sheets_captured_at ON plate_sheets (captured_at);
CREATE INDEX ix_plate_sheets_day ON plate_sheets (day);
CREATE TABLE searches (
    search_id VARCHAR(36) NOT NULL,
    captured_at TIMESTAMP WITH TIME ZONE NOT NULL,
    person_id TEXT NOT NULL,
    session VARCHAR(64) NOT NULL,
    purpose VARCHAR(48) NOT NULL,
    case_check VARCHAR(48) NOT NULL,
    confirmed TEXT NOT NULL,
    for_review BOOLEAN NOT NULL,
    found BIGINT NOT NULL,
    CONSTRAINT pk_searches PRIMARY KEY (search_id)
);
CREATE INDEX ix_searches_captured_at ON searches (captured_at);
CREATE INDEX ix_searches_person_id ON searches (person_id, captured_at);
CREATE TABLE places (
    name VARCHAR(60) NOT NULL,
    lat FLOAT NOT NULL,
    lon FLOAT NOT NULL,
    miles FLOAT NOT NULL,
    set_at TIMESTAMP WITH TIME ZONE NOT NULL,
    set_by TEXT NOT NULL,
    CONSTRAINT pk_places PRIMARY KEY (name)
);
CREATE TABLE misuse_flags (
    number SERIAL NOT NULL,
    rule VARCHAR(48) NOT NULL,
    person_id TEXT NOT NULL,
    records TEXT NOT NULL,
    why TEXT NOT NULL,
    first_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_at TIMESTAMP WITH TIME ZONE NOT NULL,
    raised_at TIMESTAMP WITH TIME ZONE NOT NULL,
    verdict VARCHAR(48) NOT NULL,
    judged_at TIMESTAMP WITH TIME ZONE,
    judged_by TEXT NOT NULL,
    case_number TEXT NOT NULL,
    CONSTRAINT pk_misuse_flags PRIMARY KEY (number)
);
CREATE INDEX ix_misuse_flags_last_at ON misuse_flags (last_at);
CREATE TABLE tied_plates (
    number SERIAL NOT NULL,
    plate_hash VARCHAR(64) NOT NULL,
    key_id VARCHAR(16) NOT NULL,
    person_id TEXT NOT NULL,
    tie VARCHAR(48) NOT NULL,
    entered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    entered_by TEXT NOT NULL,
    CONSTRAINT pk_tied_plates PRIMARY KEY (number),
    CONSTRAINT uq_tied_plates_plate_hash_person_id UNIQUE (plate_hash, person_id)
);
CREATE TABLE training_drills (
    drill_id VARCHAR(36) NOT NULL,
    person_id TEXT NOT NULL,
    device TEXT NOT NULL,
    body TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_training_drills PRIMARY KEY (drill_id)
);
CREATE INDEX ix_training_drills_at ON training_drills (at);
CREATE INDEX ix_training_drills_person_id ON training_drills (person_id);
CREATE TABLE request_counts (
    caller VARCHAR(64) NOT NULL,
    "left" FLOAT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_request_counts PRIMARY KEY (caller)
);
CREATE INDEX ix_request_counts_at ON request_counts (at);
CREATE TABLE device_runs (
    device TEXT NOT NULL,
    runs TEXT NOT NULL,
    CONSTRAINT pk_device_runs PRIMARY KEY (device)
);
CREATE TABLE disclosures (
    number SERIAL NOT NULL,
    hold_id VARCHAR(36) NOT NULL,
    state VARCHAR(48) NOT NULL,
    standing VARCHAR(48) NOT NULL,
    received_by VARCHAR(48) NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    recorded_by TEXT NOT NULL,
    reason VARCHAR(48),
    decided_at TIMESTAMP WITH TIME ZONE,
    decided_by TEXT NOT NULL,
    papers_gone_at TIMESTAMP WITH TIME ZONE,
    sealed BYTEA NOT NULL,
    CONSTRAINT pk_disclosures PRIMARY KEY (number),
    CONSTRAINT uq_disclosures_hold_id UNIQUE (hold_id)
);
CREATE INDEX ix_disclosures_state ON disclosures (state);
CREATE INDEX ix_disclosures_received_at ON disclosures (received_at);
CREATE TABLE disclosure_steps (
    number SERIAL NOT NULL,
    hold_id VARCHAR(36) NOT NULL,
    step VARCHAR(48) NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    person_id TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    CONSTRAINT pk_disclosure_steps PRIMARY KEY (number)
);
CREATE INDEX ix_disclosure_steps_hold_id ON disclosure_steps (hold_id);
CREATE TABLE packages (
    number SERIAL NOT NULL,
    hold_id VARCHAR(36) NOT NULL,
    hold_number INTEGER NOT NULL,
    request_number INTEGER NOT NULL,
    purpose VARCHAR(48) NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    made_by TEXT NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    size INTEGER NOT NULL,
    reads INTEGER NOT NULL,
    hits INTEGER NOT NULL,
    pictures INTEGER NOT NULL,
    is_restricted BOOLEAN NOT NULL,
    serial TEXT NOT NULL,
    state VARCHAR(48) NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    ended_by TEXT NOT NULL,
    acknowledged_at TIMESTAMP WITH TIME ZONE,
    sealed BYTEA NOT NULL,
    CONSTRAINT pk_packages PRIMARY KEY (number)
);
CREATE INDEX ix_packages_hold_number ON packages (hold_number);
CREATE INDEX ix_packages_request_number ON packages (request_number);
CREATE INDEX ix_packages_serial ON packages (serial);
CREATE INDEX ix_packages_state ON packages (state);
CREATE TABLE portable_media (
    serial VARCHAR(200) NOT NULL,
    kind VARCHAR(48) NOT NULL,
    label TEXT NOT NULL,
    registered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    registered_by TEXT NOT NULL,
    retired_at TIMESTAMP WITH TIME ZONE,
    retired_by TEXT NOT NULL,
    retired_how TEXT NOT NULL,
    CONSTRAINT pk_portable_media PRIMARY KEY (serial)
);
CREATE TABLE publications (
    number SERIAL NOT NULL,
    title TEXT NOT NULL,
    place TEXT NOT NULL,
    added_at TIMESTAMP WITH TIME ZONE NOT NULL,
    added_by TEXT NOT NULL,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    withdrawn_by TEXT NOT NULL,
    why_withdrawn TEXT NOT NULL,
    CONSTRAINT pk_publications PRIMARY KEY (number)
);
CREATE TABLE content_checks (
    number SERIAL NOT NULL,
    publication INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by TEXT NOT NULL,
    is_clear BOOLEAN NOT NULL,
    words TEXT NOT NULL,
    CONSTRAINT pk_content_checks PRIMARY KEY (number)
);
CREATE INDEX ix_content_checks_publication ON content_checks (publication);
CREATE TABLE published_counts (
    title TEXT NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_published_counts PRIMARY KEY (title, first_day, last_day)
);
CREATE TABLE agency_settings (
    number SERIAL NOT NULL,
    setting VARCHAR(48) NOT NULL,
    value TEXT NOT NULL,
    reason TEXT NOT NULL,
    set_at TIMESTAMP WITH TIME ZONE NOT NULL,
    set_by TEXT NOT NULL,
    CONSTRAINT pk_agency_settings PRIMARY KEY (number)
);
CREATE TABLE kept_keys (
    name TEXT NOT NULL,
    content BYTEA NOT NULL,
    CONSTRAINT pk_kept_keys PRIMARY KEY (name)
);
CREATE TABLE audit_lanes (
    lane TEXT NOT NULL,
    minute TIMESTAMP WITH TIME ZONE NOT NULL,
    kind VARCHAR(64) NOT NULL,
    content BYTEA NOT NULL,
    CONSTRAINT pk_audit_lanes PRIMARY KEY (lane, minute, kind)
);
CREATE INDEX ix_audit_lanes_minute ON audit_lanes (minute);
CREATE INDEX ix_evidence_content_captured_at ON evidence_content (captured_at);
CREATE INDEX ix_hit_log_captured_at ON hit_log (captured_at);
CREATE INDEX ix_hit_reviews_captured_at ON hit_reviews (captured_at);
CREATE INDEX ix_hit_steps_captured_at ON hit_steps (captured_at);
CREATE INDEX ix_hits_captured_at ON hits (captured_at);
CREATE INDEX ix_notices_captured_at ON notices (captured_at);
CREATE INDEX ix_refutations_captured_at ON refutations (captured_at);
CREATE INDEX ix_refuted_records_captured_at ON refuted_records (captured_at);
CREATE INDEX ix_rejections_captured_at ON rejections (captured_at);
CREATE INDEX ix_set_aside_captured_at ON set_aside (captured_at);
CREATE INDEX ix_sighting_records_captured_at ON sighting_records (captured_at);
CREATE INDEX ix_sightings_captured_at ON sightings (captured_at);
CREATE INDEX ix_truth_checks_captured_at ON truth_checks (captured_at);
CREATE INDEX ix_typed_texts_captured_at ON typed_texts (captured_at);
CREATE TABLE items_other PARTITION OF items DEFAULT;
CREATE TABLE reads_other PARTITION OF reads DEFAULT;
