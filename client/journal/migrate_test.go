package journal_test

import (
	"os"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/journaltest"
)

// version1 is the schema that the first released version wrote, with a row of each kind of state.
const version1 = `
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
	PRAGMA user_version = 1;
	INSERT INTO movements VALUES
		(1, 'CWDONE', '77', 'fin', '1', 'topup', '25.5', 'USD', '0.5', 'USD', 'success', 'done', 1793880000000, 1793880001000),
		(2, 'CWUNKNOWN', '', 'fin', '2', 'topup', '10', 'USD', NULL, NULL, 'unknown', 'no answer', 1793880002000, NULL),
		(3, 'CWSENT', '', 'fin', '3', 'topup', '10', 'USD', NULL, NULL, 'sent', '', 1793880003000, NULL),
		(4, 'CWINTENDED', '', 'fin', '4', 'topup', '10', 'USD', NULL, NULL, 'intended', '', 1793880004000, NULL);
	INSERT INTO history (order_id, from_status, to_status, description, at) VALUES
		('CWDONE', '', 'intended', '', 1793880000000), ('CWDONE', 'intended', 'sent', '', 1793880000500),
			('CWDONE', 'sent', 'success', 'done', 1793880001000),
		('CWUNKNOWN', '', 'intended', '', 1793880002000), ('CWUNKNOWN', 'intended', 'sent', '', 1793880002000),
			('CWUNKNOWN', 'sent', 'unknown', 'no answer', 1793880002000),
		('CWSENT', '', 'intended', '', 1793880003000), ('CWSENT', 'intended', 'sent', '', 1793880003000),
		('CWINTENDED', '', 'intended', '', 1793880004000);
`

func writeVersion1(t *testing.T) string {
	t.Helper()
	path := journaltest.File(t)
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	db := raw(t, path)
	if _, err := db.Exec(`PRAGMA journal_mode = WAL;` + version1); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// The rows of the first version keep what they say. What it left behind open is taken over, but not while it may still be running.
func TestMigrationFromVersion1(t *testing.T) {
	t.Parallel()
	path := writeVersion1(t)
	start := time.UnixMilli(1793880004000).UTC()
	now := start.Add(time.Second)
	j := open(t, path, journal.WithClock(func() time.Time { return now }))
	row := func(id, cardID, amount string, status client.MovementStatus, after time.Duration) client.Movement {
		return client.Movement{OrderID: id, Profile: "fin", CardID: cardID, Kind: client.MoveTopUp, Amount: usd(amount), Status: status,
			CreatedAt: start.Add(after)}
	}
	done := row("CWDONE", "1", "25.5", client.MovementSucceeded, -4*time.Second)
	done.IssuerOrderID, done.Fee, done.Description, done.SettledAt = "77", usd("0.5"), "done", start.Add(-3*time.Second)
	unknown := row("CWUNKNOWN", "2", "10", client.MovementUnknown, -2*time.Second)
	unknown.Description = "no answer"
	want := []client.Movement{
		row("CWINTENDED", "4", "10", client.MovementIntended, 0), row("CWSENT", "3", "10", client.MovementSent, -time.Second), unknown, done,
	}
	got, err := j.Movements(t.Context(), client.MovementFilter{})
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	if history := states(t, j, "CWDONE"); history != "intended sent success" {
		t.Errorf("history %q", history)
	}

	if changed, err := j.Settle(t.Context(), nil); err != nil || len(changed) != 0 {
		t.Errorf("while version 1 may be running: %v, %v", changed, err)
	}
	now = start.Add(11 * time.Minute)
	if changed, err := j.Settle(t.Context(), nil); err != nil || len(changed) != 2 {
		t.Errorf("later: %v, %v", changed, err)
	}
	if a, b := states(t, j, "CWSENT"), states(t, j, "CWINTENDED"); a != "intended sent unknown" || b != "intended failed" {
		t.Errorf("taken over: %q, %q", a, b)
	}

	// Nothing was noted before those were sent: where there are no order numbers a person decides.
	i := observed{issuer: &issuer{}, observe: func(string) (client.Observation, error) { return seen("100", "500"), nil }}
	if changed, err := j.Settle(t.Context(), []client.Account{account(i)}); err != nil || len(changed) != 0 {
		t.Errorf("by comparison: %v, %v", changed, err)
	}
	asked := 0
	reader := askable{&issuer{}, answers(&asked, client.Operation{Status: client.OperationSucceeded})}
	if changed, err := j.Settle(t.Context(), []client.Account{account(reader)}); err != nil || len(changed) != 2 {
		t.Errorf("by order number: %v, %v", changed, err)
	}
	if m, err := topUp(t.Context(), j, account(answering(client.Operation{Status: client.OperationSucceeded}, nil)), card, usd("1"),
		client.Quote{}); err != nil {
		t.Errorf("a new one: %v, %v", m, err)
	}
}

// Several programs that start at once migrate once.
func TestMigrationAtOnce(t *testing.T) {
	t.Parallel()
	path := writeVersion1(t)
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			j, err := openAt(t.Context(), path)
			if err != nil {
				t.Errorf("open: %v", err)
				return
			}
			defer j.Close()
			if rows, err := j.Movements(t.Context(), client.MovementFilter{}); err != nil || len(rows) != 4 {
				t.Errorf("%d rows, %v", len(rows), err)
			}
		})
	}
	wg.Wait()
	var version, columns int
	err := raw(t, path).QueryRow(`SELECT (SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM `+
		`pragma_table_info('movements'))`).Scan(&version, &columns)
	if err != nil || version != 7 || columns != 29 {
		t.Errorf("version %d with %d columns, %v", version, columns, err)
	}
}
