-- Everything is in the schema cardwallet, which state migrate makes. Amounts are decimal text, times milliseconds since 1970 by the
-- database's clock. What the columns of movements and history hold says package client/journal/table.

-- +goose Up
CREATE TABLE cardwallet.meta (
	only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
	id       TEXT NOT NULL -- of this database, made here: its clock is known by it
);
INSERT INTO cardwallet.meta (only_row, id) VALUES (1, md5(random()::text || clock_timestamp()::text));

-- Who adds rows takes their numbers here, in the same transaction: so they are in the order of the commits.
CREATE TABLE cardwallet.numbers (
	name  TEXT PRIMARY KEY,
	value BIGINT NOT NULL
);
INSERT INTO cardwallet.numbers (name, value) VALUES ('journal', 0), ('labels', 0);

CREATE TABLE cardwallet.movements (
	seq             BIGINT PRIMARY KEY,
	order_id        TEXT NOT NULL UNIQUE,
	issuer_order_id TEXT NOT NULL,
	profile         TEXT NOT NULL,
	card_id         TEXT NOT NULL,
	kind            TEXT NOT NULL,
	amount          TEXT NOT NULL,
	currency        TEXT NOT NULL,
	fee             TEXT,
	fee_currency    TEXT,
	status          TEXT NOT NULL,
	description     TEXT NOT NULL,
	created_at      BIGINT NOT NULL,
	settled_at      BIGINT,
	owner           TEXT NOT NULL DEFAULT '',
	subject         TEXT NOT NULL DEFAULT '',
	before          TEXT,
	sent_at         BIGINT,
	ended_at        BIGINT,
	account         TEXT NOT NULL DEFAULT '',
	boot            TEXT NOT NULL DEFAULT '',
	ticks           BIGINT NOT NULL DEFAULT 0,
	left_boot       TEXT NOT NULL DEFAULT '',
	left_ticks      BIGINT NOT NULL DEFAULT 0,
	person          TEXT NOT NULL DEFAULT '',
	host            TEXT NOT NULL DEFAULT '',
	reference       TEXT NOT NULL DEFAULT '',
	absent          BIGINT NOT NULL DEFAULT 0,
	refused         TEXT NOT NULL DEFAULT ''
);
CREATE INDEX movements_open ON cardwallet.movements (seq) WHERE settled_at IS NULL;
CREATE INDEX movements_unnamed ON cardwallet.movements (seq) WHERE kind = 'create' AND card_id = '';
CREATE INDEX movements_created ON cardwallet.movements (created_at);
CREATE INDEX movements_ticks ON cardwallet.movements (boot, ticks);
CREATE INDEX movements_card ON cardwallet.movements (card_id, seq);

CREATE TABLE cardwallet.history (
	seq         BIGINT PRIMARY KEY,
	order_id    TEXT NOT NULL REFERENCES cardwallet.movements (order_id),
	from_status TEXT NOT NULL,
	to_status   TEXT NOT NULL,
	description TEXT NOT NULL,
	at          BIGINT NOT NULL
);
CREATE INDEX history_order ON cardwallet.history (order_id, seq);

-- A handle lives until expires_at, and renews that while it works. Rows stay: no role needs to delete.
CREATE TABLE cardwallet.owners (
	id         TEXT PRIMARY KEY,
	person     TEXT NOT NULL,
	host       TEXT NOT NULL,
	expires_at BIGINT NOT NULL
);

CREATE TABLE cardwallet.labels (
	account    TEXT NOT NULL,
	card_id    TEXT NOT NULL,
	label      TEXT NOT NULL DEFAULT '',
	last4      TEXT NOT NULL DEFAULT '',
	person     TEXT NOT NULL DEFAULT '',
	changed_at BIGINT NOT NULL,
	PRIMARY KEY (account, card_id)
);

-- What is left of an issuer's rate for one API key, by a hash of what the issuer counts by. What the text says knows package client/budget.
CREATE TABLE cardwallet.budgets (
	key   TEXT PRIMARY KEY,
	state TEXT NOT NULL
);

CREATE TABLE cardwallet.audit (
	chain  TEXT NOT NULL,
	number BIGINT NOT NULL,
	line   TEXT NOT NULL,
	PRIMARY KEY (chain, number)
);
