package sqlite

// applicationID marks the file as a journal of this program (the letters "card").
const applicationID = 0x63617264

// migrations take the schema from the version that is their index to the next; PRAGMA user_version holds the version. One that was
// released is never edited.
//
// What the columns hold says package table. Changes of a card, which have no amount, are there from version 4 on.
var migrations = []string{`
	PRAGMA application_id = 0x63617264;
	CREATE TABLE movements (
		seq             INTEGER PRIMARY KEY AUTOINCREMENT,
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
		created_at      INTEGER NOT NULL,
		settled_at      INTEGER
	) STRICT;
	CREATE INDEX movements_open ON movements (profile, card_id) WHERE settled_at IS NULL;
	CREATE TABLE history (
		seq         INTEGER PRIMARY KEY AUTOINCREMENT,
		order_id    TEXT NOT NULL REFERENCES movements (order_id),
		from_status TEXT NOT NULL,
		to_status   TEXT NOT NULL,
		description TEXT NOT NULL,
		at          INTEGER NOT NULL
	) STRICT;
	CREATE INDEX history_order ON history (order_id);
`, `
	ALTER TABLE movements ADD COLUMN owner    TEXT NOT NULL DEFAULT '';
	ALTER TABLE movements ADD COLUMN subject  TEXT NOT NULL DEFAULT '';
	ALTER TABLE movements ADD COLUMN before   TEXT;
	ALTER TABLE movements ADD COLUMN sent_at  INTEGER;
	ALTER TABLE movements ADD COLUMN ended_at INTEGER;
	CREATE INDEX movements_created ON movements (created_at);
	CREATE INDEX movements_card ON movements (profile, card_id, created_at);
	CREATE INDEX movements_settled ON movements (profile, settled_at);
`, `
	ALTER TABLE movements ADD COLUMN account TEXT NOT NULL DEFAULT '';
`, `
	CREATE INDEX movements_ended ON movements (settled_at);
	CREATE INDEX movements_unnamed ON movements (created_at) WHERE kind = 'create' AND card_id = '';
	DROP INDEX movements_open;
	DROP INDEX movements_settled;
`, `
	ALTER TABLE movements ADD COLUMN boot       TEXT    NOT NULL DEFAULT '';
	ALTER TABLE movements ADD COLUMN ticks      INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE movements ADD COLUMN left_boot  TEXT    NOT NULL DEFAULT '';
	ALTER TABLE movements ADD COLUMN left_ticks INTEGER NOT NULL DEFAULT 0;
	CREATE INDEX movements_ticks ON movements (boot, ticks);
`, `
	ALTER TABLE movements ADD COLUMN person    TEXT    NOT NULL DEFAULT '';
	ALTER TABLE movements ADD COLUMN host      TEXT    NOT NULL DEFAULT '';
	ALTER TABLE movements ADD COLUMN reference TEXT    NOT NULL DEFAULT '';
	ALTER TABLE movements ADD COLUMN absent    INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE movements ADD COLUMN refused   TEXT    NOT NULL DEFAULT '';
`, `
	CREATE TABLE sums (
		axis    INTEGER NOT NULL,
		place   INTEGER NOT NULL,
		span    INTEGER NOT NULL,
		boot    TEXT    NOT NULL,
		content TEXT    NOT NULL,
		PRIMARY KEY (axis, place)
	) STRICT, WITHOUT ROWID;
	CREATE TRIGGER sums_added AFTER INSERT ON movements BEGIN
		UPDATE sums SET content = '' WHERE axis = 0 AND place = (NEW.ticks >> 18) & 1023;
		UPDATE sums SET content = '' WHERE axis = 1 AND place = (NEW.created_at >> 18) & 1023;
	END;
	CREATE TRIGGER sums_changed AFTER UPDATE ON movements BEGIN
		UPDATE sums SET content = '' WHERE axis = 0 AND place IN ((OLD.ticks >> 18) & 1023, (NEW.ticks >> 18) & 1023);
		UPDATE sums SET content = '' WHERE axis = 1 AND place IN ((OLD.created_at >> 18) & 1023, (NEW.created_at >> 18) & 1023);
	END;
	CREATE TRIGGER sums_removed AFTER DELETE ON movements BEGIN
		UPDATE sums SET content = '' WHERE axis = 0 AND place = (OLD.ticks >> 18) & 1023;
		UPDATE sums SET content = '' WHERE axis = 1 AND place = (OLD.created_at >> 18) & 1023;
	END;
`}
