package journal_test

import (
	"encoding/json"
	"errors"
	"io"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/journaltest"
)

// Whatever a row holds: it is read within the ranges that a screen can draw, or it is reported as damage; and settling it ends, sends
// nothing, and never makes an outcome final that the observation of before cannot bear.
func FuzzRows(f *testing.F) {
	note := func(o client.Observation) string {
		text, err := json.Marshal(o)
		if err != nil {
			f.Fatal(err)
		}
		return string(text)
	}
	f.Add("25", "0.75", note(seen("100", "500")), "", "topup", "unknown", int64(0))
	f.Add("25", "0.75", note(seen("125", "474.25", "a 25 completed 1")), "", "topup", "unknown", int64(1772366400000))
	f.Add("1e9999", "1e-9999", `{"card":{"amount":"1e9999","currency":"USD"}}`, "{", "topup", "unknown", int64(-1))
	f.Add("", "x", `{"at":"9999-99-99"}`, `{"type":1}`, "create", "sent", int64(1)<<62)
	f.Add("30", "", `{"card_ids":["a","b"],"transactions":[{"at":"0001-01-01T00:00:00Z"}]}`, `{"name":" n "}`, "create", "unknown", int64(0))

	path := journaltest.File(f)
	now := noon.Add(time.Hour)
	j, err := openAt(f.Context(), path, journal.WithClock(func() time.Time { return now }), journal.WithPolling(time.Microsecond, time.Second))
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = j.Close() })
	i := observed{issuer: answering(client.Operation{}, io.ErrUnexpectedEOF),
		observe: func(string) (client.Observation, error) { return seen("125", "474.25"), nil }}
	m, _ := topUp(f.Context(), j, account(i), card, usd("25"), estimate(usd("25")))
	db := raw(f, path)
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("PRAGMA synchronous = OFF"); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, amount, fee, before, subject, kind, status string, created int64) {
		if _, err := db.Exec(`UPDATE movements SET amount = ?, fee = ?, fee_currency = 'USD', before = ?, subject = ?, kind = ?, status = `+
			`?, created_at = ?, settled_at = NULL`,
			amount, fee, before, subject, kind, status, created); err != nil {
			t.Skip(err) // no text that SQLite takes
		}
		rows, err := j.Movements(t.Context(), client.MovementFilter{})
		if err != nil {
			if !errors.Is(err, journal.ErrDamaged) {
				t.Fatalf("%v is no damage", err)
			}
			return
		}
		if len(rows) != 1 || len(rows[0].Amount.String()) > 200 || len(rows[0].Fee.String()) > 200 || len(rows[0].Total().String()) > 200 {
			t.Fatalf("%d rows, or one that no screen can draw", len(rows))
		}
		settled, err := j.Settle(t.Context(), []client.Account{account(i)})
		if err != nil && err.Error() == "" {
			t.Fatal("an error that says nothing")
		}
		if len(i.orders()) != 1 {
			t.Fatalf("settling sent %v", i.orders())
		}
		for _, s := range settled {
			if s.OrderID != m.OrderID || s.Status.Settled() && before == "" {
				t.Fatalf("settled %+v without knowing what was before", s)
			}
		}
	})
}
