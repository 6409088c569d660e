package money

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/cmd/internal/run"
)

// payer is an issuer that carries out a top-up, by the way of f.
type payer struct {
	client.Issuer
	client.Mover
	f func() client.Operation
}

func (payer) Moves(client.MovementKind) bool { return true }

func (p payer) Send(context.Context, client.Order) (client.Operation, error) { return p.f(), nil }

// TestAnOutcomeThatCannotBeNotedIsUnknown: the journal takes nothing more once the order was sent, as on a full disk. Whatever the issuer
// answered, the row says less than that, and nobody may be told that the issuer is still at work.
func TestAnOutcomeThatCannotBeNotedIsUnknown(t *testing.T) {
	for _, status := range []client.OperationStatus{client.OperationSucceeded, client.OperationProcessing, client.OperationFailed} {
		t.Run(string(status), func(t *testing.T) {
			dir := t.TempDir()
			var out, said bytes.Buffer
			a := &command{App: &run.App{Out: &out, Err: &said, Now: run.TimeNow}}
			a.Flags.State = dir
			defer a.Close()
			book, err := a.Journal(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			full := func() client.Operation {
				db, err := sql.Open("sqlite", filepath.Join(dir, "journal.db"))
				if err != nil {
					t.Fatal(err)
				}
				defer db.Close()
				if _, err := db.ExecContext(t.Context(),
					"CREATE TRIGGER full BEFORE UPDATE ON movements BEGIN SELECT RAISE(ABORT, 'disk is full'); END"); err != nil {
					t.Fatal(err)
				}
				return client.Operation{Status: status}
			}
			money := client.Money{Amount: decimal.NewFromInt(25), Currency: "USD"}
			p := draft{Account: client.Account{Profile: "ads", ID: "a", Issuer: payer{f: full}},
				Intent: client.Intent{Kind: client.MoveTopUp, Card: client.Card{Profile: "ads", ID: "1"}, Amount: money}}
			m, err := a.carryOut(t.Context(), book, p)
			err = a.tell(&moveFlags{}, p, m, err)
			if m.Status != client.MovementUnknown || !errors.Is(err, client.ErrUnknown) || run.ExitCode(err) != run.ExitUnknown {
				t.Errorf("%s: %v, exit code %d", m.Status, err, run.ExitCode(err))
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

// A program that fails after the order left has to say that money may have moved.
func TestAPanicAfterSendingIsAnUnknownOutcome(t *testing.T) {
	var said bytes.Buffer
	a := &command{App: &run.App{Out: io.Discard, Err: &said, Now: run.TimeNow}}
	a.Flags.State = t.TempDir()
	defer a.Close()
	book, err := a.Journal(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p := draft{Account: client.Account{Profile: "ads", ID: "a", Issuer: payer{f: func() client.Operation { panic("decoder") }}},
		Intent: client.Intent{Kind: client.MoveTopUp, Card: client.Card{Profile: "ads", ID: "1"},
			Amount: client.NewMoney(decimal.NewFromInt(25), "USD")}}
	code := func() (code int) {
		defer a.Rescue(&code)
		_, err := a.carryOut(t.Context(), book, p)
		t.Errorf("no panic, %v", err)
		return run.ExitDone
	}()
	if code != run.ExitUnknown || !strings.Contains(said.String(), "a movement was sent: outcome unknown\n"+run.FindOut) {
		t.Errorf("exit code %d, said %s", code, said.String())
	}
}

// What the screen has under way counts for how the program ends, and only as long.
func TestTheScreensMovementsDecideHowTheProgramEnds(t *testing.T) {
	var i run.Interrupts
	during := false
	l := &run.AuditedJournal{Journal: run.NewJournal(filepath.Join(t.TempDir(), "journal.db"), nil), Moving: &i.Moving}
	defer l.Close()
	account := client.Account{Profile: "ads", ID: "a", Issuer: payer{f: func() client.Operation {
		during = i.MayHaveSent()
		return client.Operation{Status: client.OperationSucceeded}
	}}}
	in := client.Intent{Kind: client.MoveTopUp, Card: client.Card{Profile: "ads", ID: "1"},
		Amount: client.NewMoney(decimal.NewFromInt(25), "USD")}
	if _, err := l.Move(t.Context(), account, in); err != nil {
		t.Fatal(err)
	}
	if !during || i.MayHaveSent() {
		t.Errorf("while it was sent: %v, afterwards: %v", during, i.MayHaveSent())
	}
}

// Of several failures the one that leaves an outcome open decides the exit code.
func TestAnUnknownOutcomeCountsForMoreThanARefusalBeforeIt(t *testing.T) {
	refused := &client.Error{Kind: client.ErrRefused, Status: 200}
	unknown := fmt.Errorf("fin: freeze: %w", client.ErrUnknown)
	for want, failures := range map[int][]error{run.ExitUnknown: {refused, unknown, refused},
		run.ExitRefused: {refused, &client.Error{Kind: client.ErrNotFound}}} {
		a := &command{App: &run.App{Out: io.Discard, Err: io.Discard}}
		for _, err := range failures {
			a.Fail(err)
		}
		if code := a.Report(); code != want {
			t.Errorf("exit code %d, want %d", code, want)
		}
	}
}
