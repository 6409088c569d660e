package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"cardwallet/client"
)

// payer is an issuer that carries out a top-up, by the way of f.
type payer struct {
	client.Issuer
	client.TopUpper
	f func() client.Operation
}

func (p payer) TopUp(context.Context, client.Order) (client.Operation, error) { return p.f(), nil }

// TestAnOutcomeThatCannotBeNotedIsUnknown: the journal takes nothing more once the order was sent, as on a full disk. Whatever the issuer
// answered, the row says less than that, and nobody may be told that the issuer is still at work.
func TestAnOutcomeThatCannotBeNotedIsUnknown(t *testing.T) {
	for _, status := range []client.OperationStatus{client.OperationSucceeded, client.OperationProcessing, client.OperationFailed} {
		t.Run(string(status), func(t *testing.T) {
			dir := t.TempDir()
			var out, said bytes.Buffer
			a := &app{out: &out, err: &said, now: timeNow}
			a.flags.state = dir
			defer a.close()
			book, err := a.journal(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			full := func() client.Operation {
				db, err := sql.Open("sqlite", filepath.Join(dir, "journal.db"))
				if err != nil {
					t.Fatal(err)
				}
				defer db.Close()
				if _, err := db.ExecContext(t.Context(), "CREATE TRIGGER full BEFORE UPDATE ON movements BEGIN SELECT RAISE(ABORT, 'disk is full'); END"); err != nil {
					t.Fatal(err)
				}
				return client.Operation{Status: status}
			}
			money := client.Money{Amount: decimal.NewFromInt(25), Currency: "USD"}
			p := plan{account: client.Account{Profile: "ads", ID: "a", Issuer: payer{f: full}},
				intent: client.Intent{Kind: client.MoveTopUp, Card: client.Card{Profile: "ads", ID: "1"}, Amount: money}}
			m, err := a.carryOut(t.Context(), book, p)
			err = a.reportMovement(p, m, err)
			if m.Status != client.MovementUnknown || !errors.Is(err, client.ErrUnknown) || exitCode(err) != exitUnknown {
				t.Errorf("%s: %v, exit code %d", m.Status, err, exitCode(err))
			}
			if text := err.Error(); !strings.Contains(text, "could not be noted") || strings.Contains(text, "still working") {
				t.Errorf("it says %s", text)
			}
			if out.Len() > 0 {
				t.Errorf("it prints %q", out.String())
			}
		})
	}
}
