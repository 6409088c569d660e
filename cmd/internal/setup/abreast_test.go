package setup

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/audit"
	"cardwallet/client/issuertest"
	"cardwallet/client/journal"
	"cardwallet/cmd/internal/run"
)

// ledgerDesk is a state directory with a journal and its trail, used by one command after the other.
type ledgerDesk struct {
	dir    string
	issuer issuertest.Sender
}

func newLedgerDesk(t *testing.T) *ledgerDesk {
	return &ledgerDesk{dir: t.TempDir(), issuer: issuertest.Sender{Op: client.Operation{Status: client.OperationSucceeded}}}
}

func (d *ledgerDesk) path() string { return filepath.Join(d.dir, "journal.db") }

// with opens the journal as a command does.
func (d *ledgerDesk) with(t *testing.T, use func(*run.AuditedJournal)) {
	t.Helper()
	book := run.NewJournal(d.path(), nil)
	trail := run.NewRecorder(d.dir, func(err error) { t.Error(err) })
	use(&run.AuditedJournal{Journal: book, Record: trail.Record, Trail: audit.New(d.dir)})
	if err := book.Close(); err != nil {
		t.Error(err)
	}
}

func (d *ledgerDesk) account() client.Account {
	return client.Account{Profile: "ads", Issuer: d.issuer}
}

func topUpOf(amount int64) client.Intent {
	return client.Intent{Kind: client.MoveTopUp, Card: client.Card{Profile: "ads", ID: "card_1"},
		Amount: client.NewMoney(decimal.NewFromInt(amount), "USD")}
}

func (d *ledgerDesk) topUp(t *testing.T, amount int64) (m client.Movement, err error) {
	t.Helper()
	d.with(t, func(book *run.AuditedJournal) {
		m, err = book.Move(context.WithoutCancel(t.Context()), d.account(), topUpOf(amount))
	})
	return m, err
}

func (d *ledgerDesk) doctor(t *testing.T) string {
	t.Helper()
	kept, c := checkJournal(t.Context(), "state", d.path())
	return fmt.Sprint(kept, checkAbreast(t.Context(), "state", c, audit.New(d.dir)))
}

// copies the journal and puts it back later.
func (d *ledgerDesk) backUp(t *testing.T) (putBack func()) {
	t.Helper()
	text, err := os.ReadFile(d.path())
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := errors.Join(os.Remove(d.path()), os.WriteFile(d.path(), text, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
}

// An older copy of the journal, or a new one, does not know what was sent since: nothing is sent before a person has dealt with that.
func TestAJournalBehindTheTrailSendsNothing(t *testing.T) {
	for name, lose := range map[string]func(*testing.T, *ledgerDesk) func(){
		"an older copy": func(t *testing.T, d *ledgerDesk) func() { return d.backUp(t) },
		"a new one": func(t *testing.T, d *ledgerDesk) func() {
			return func() {
				if err := os.Remove(d.path()); err != nil {
					t.Fatal(err)
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newLedgerDesk(t)
			if _, err := d.topUp(t, 1); err != nil {
				t.Fatal(err)
			}
			putBack := lose(t, d)
			sent, err := d.topUp(t, 25)
			if err != nil {
				t.Fatal(err)
			}
			d.issuer = issuertest.Sender{Err: io.ErrUnexpectedEOF}
			open, err := d.topUp(t, 26)
			if !errors.Is(err, client.ErrUnknown) {
				t.Fatal(err)
			}
			if text := d.doctor(t); !strings.Contains(text, "the journal has the 3 orders of the trail") {
				t.Errorf("doctor before: %s", text)
			}
			putBack()
			d.issuer = issuertest.Sender{Op: client.Operation{Status: client.OperationSucceeded}}
			m, err := d.topUp(t, 25)
			if !errors.Is(err, run.ErrBehind) || m.OrderID != "" || !strings.Contains(err.Error(), open.OrderID) ||
				!strings.Contains(err.Error(), "activity recover") {
				t.Errorf("sent %v, %v", m, err)
			}
			d.with(t, func(book *run.AuditedJournal) {
				_, settled := book.Settle(t.Context(), nil)
				_, marked := book.Mark(t.Context(), open.OrderID, client.MovementFailed, "seen", "")
				for _, err := range []error{settled, marked, book.Check(t.Context(), d.account(), topUpOf(99))} {
					if !errors.Is(err, run.ErrBehind) {
						t.Errorf("got %v", err)
					}
				}
			})
			if text := d.doctor(t); !strings.Contains(text, "the trail has what the journal lacks") || !strings.Contains(text, open.OrderID) {
				t.Errorf("doctor: %s", text)
			}

			told, err := run.OrdersTold(t.Context(), audit.New(d.dir))
			if err != nil {
				t.Fatal(err)
			}
			d.with(t, func(book *run.AuditedJournal) {
				var movements []journal.Lost
				for _, o := range told {
					movements = append(movements, o.Movement())
				}
				for range 2 { // the second time there is nothing to do
					if _, err := book.Recover(t.Context(), movements, "taken over"); err != nil {
						t.Fatal(err)
					}
				}
				if err := book.Check(t.Context(), d.account(), topUpOf(25)); !errors.Is(err, client.ErrOpenMovement) {
					t.Errorf("with the open one taken back: %v", err)
				}
				if _, err := book.Mark(t.Context(), open.OrderID, client.MovementFailed, "seen", ""); err != nil {
					t.Error(err)
				}
				var g *client.GuardError
				if err := book.Check(t.Context(), d.account(), topUpOf(25)); !errors.As(err, &g) || g.Kind != client.ErrRepeat ||
					g.Movement.OrderID != sent.OrderID {
					t.Errorf("the same as one that was taken back: %v", err)
				}
			})
			if text := d.doctor(t); !strings.Contains(text, "the journal has the 3 orders of the trail") {
				t.Errorf("doctor afterwards: %s", text)
			}
		})
	}
}

// rewind makes the journal's only row what it was at an earlier step, as in a copy from then whose owner is gone.
func (d *ledgerDesk) rewind(t *testing.T, to ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+d.path())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, text := range to {
		if _, err := db.Exec(text); err != nil {
			t.Fatal(err)
		}
	}
}

// A copy can be from while a movement was under way: what was noted and not sent then may have been sent since.
func TestAJournalFromWithinAMovementIsBehind(t *testing.T) {
	for _, status := range []client.MovementStatus{client.MovementIntended, client.MovementSent, client.MovementProcessing,
		client.MovementUnknown} {
		d := newLedgerDesk(t)
		if _, err := d.topUp(t, 25); err != nil {
			t.Fatal(err)
		}
		d.rewind(t, `UPDATE movements SET settled_at = NULL, owner = 'gone', status = '`+string(status)+`'`,
			`DELETE FROM history WHERE to_status = 'success'`)
		if _, err := d.topUp(t, 25); !errors.Is(err, run.ErrBehind) {
			t.Errorf("%s: %v", status, err)
		}
		if text := d.doctor(t); !strings.Contains(text, "a success that the journal does not") {
			t.Errorf("%s: doctor: %s", status, text)
		}
		told, err := run.OrdersTold(t.Context(), audit.New(d.dir))
		if err != nil || len(told) != 1 {
			t.Fatal(told, err)
		}
		d.with(t, func(book *run.AuditedJournal) {
			if back, err := book.Recover(t.Context(), []journal.Lost{told[0].Movement()}, "taken over"); err != nil || len(back) != 1 {
				t.Errorf("%s: %v, %v", status, back, err)
			}
			if err := book.Check(t.Context(), d.account(), topUpOf(25)); !errors.Is(err, client.ErrRepeat) {
				t.Errorf("%s, taken back: %v", status, err)
			}
		})
	}
}

// What is no older copy is not called one.
func TestAJournalThatIsNotBehind(t *testing.T) {
	remove := func(t *testing.T, paths ...string) {
		for _, path := range paths {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, happens := range map[string]func(*testing.T, *ledgerDesk){
		"nothing": func(*testing.T, *ledgerDesk) {},
		"the trail was moved away": func(t *testing.T, d *ledgerDesk) {
			remove(t, filepath.Join(d.dir, "audit.jsonl"), filepath.Join(d.dir, "audit.head"))
		},
		"the journal was moved to another directory": func(t *testing.T, d *ledgerDesk) {
			to := filepath.Join(t.TempDir(), "journal.db")
			if err := os.Rename(d.path(), to); err != nil {
				t.Fatal(err)
			}
			d.dir = filepath.Dir(to)
		},
		"the trail cannot be read": func(t *testing.T, d *ledgerDesk) {
			remove(t, filepath.Join(d.dir, "audit.jsonl"))
			if err := os.Mkdir(filepath.Join(d.dir, "audit.jsonl"), 0o700); err != nil {
				t.Fatal(err)
			}
		},
		"a mark of an order that never was": func(t *testing.T, d *ledgerDesk) {
			d.with(t, func(book *run.AuditedJournal) {
				if _, err := book.Mark(t.Context(), "CWNONE", client.MovementSucceeded, "seen", ""); !errors.Is(err, client.ErrNotFound) {
					t.Error(err)
				}
			})
		},
		"a success that was reversed, and the trail not told": func(t *testing.T, d *ledgerDesk) {
			d.rewind(t, `UPDATE movements SET status = 'failed'`)
		},
		"an outcome that the trail was not told": func(t *testing.T, d *ledgerDesk) {
			text, err := os.ReadFile(filepath.Join(d.dir, "audit.jsonl"))
			if err != nil {
				t.Fatal(err)
			}
			first, _, _ := strings.Cut(string(text), "\n")
			if err := os.WriteFile(filepath.Join(d.dir, "audit.jsonl"), []byte(first+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"part of a line at the end": func(t *testing.T, d *ledgerDesk) {
			f, err := os.OpenFile(filepath.Join(d.dir, "audit.jsonl"), os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			_, err = f.WriteString(`{"seq":3,"prev":"`)
			if err := errors.Join(err, f.Close()); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newLedgerDesk(t)
			if _, err := d.topUp(t, 25); err != nil {
				t.Fatal(err)
			}
			happens(t, d)
			book := run.NewJournal(d.path(), nil)
			defer book.Close()
			audited := &run.AuditedJournal{Journal: book, Trail: audit.New(d.dir)}
			if err := audited.Check(t.Context(), d.account(), topUpOf(99)); err != nil {
				t.Error(err)
			}
			if text := d.doctor(t); strings.Contains(text, "lacks") || strings.Contains(text, "does not") {
				t.Errorf("doctor: %s", text)
			}
		})
	}
}

// Several processes write both at once: none finds the journal behind.
func TestProcessesThatMoveAtOnceAreNotBehind(t *testing.T) {
	d := newLedgerDesk(t)
	var wg sync.WaitGroup
	for n := range 4 {
		wg.Go(func() {
			d.with(t, func(book *run.AuditedJournal) {
				for i := range 6 {
					in := topUpOf(int64(1 + n*10 + i))
					in.Card.ID = fmt.Sprint(n)
					if _, err := book.Move(t.Context(), d.account(), in); err != nil {
						t.Error(err)
					}
				}
			})
		})
	}
	wg.Wait()
}
