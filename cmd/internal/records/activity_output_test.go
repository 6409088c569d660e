package records

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
)

// ledger is a journal with rows that are read one part after another.
type ledger struct {
	rows  []client.Movement
	fails int // rows in, 0 is never
	asked func(past int64)
	most  int // rows of one part
}

func (l *ledger) Part(_ context.Context, f client.MovementFilter, past int64) (found []client.Movement, last int64, err error) {
	l.asked(past)
	if l.fails > 0 && int(past) >= l.fails {
		return nil, 0, errors.New("cannot be read")
	}
	end := min(int(past)+f.Limit, len(l.rows))
	l.most = max(l.most, end-int(past))
	return l.rows[past:end], int64(end), nil
}

func ledgerOf(n int) *ledger {
	l := &ledger{asked: func(int64) {}}
	for i := range n {
		m := client.Movement{OrderID: fmt.Sprint("CW", i), Profile: []string{"fin", "ads"}[i%2], CardID: "c", Kind: client.MoveTopUp,
			Status: client.MovementSucceeded, CreatedAt: time.Date(2026, 1, 1, 0, 0, n-i, 0, time.UTC)}
		l.rows = append(l.rows, m)
	}
	return l
}

func activityOf(out *bytes.Buffer) *command {
	return &command{&run.App{Out: out, Err: discard{}, Now: func() time.Time { return time.Time{} }}}
}

// Rows are printed while later ones are still to be read, a part at a time. What fails in the middle leaves a whole document.
func TestMovementsArePrintedWhileTheyAreRead(t *testing.T) {
	for _, fails := range []int{0, 4000} {
		for _, form := range []string{"json", "quiet", "table"} {
			var out bytes.Buffer
			a := activityOf(&out)
			a.Flags.JSON, a.Flags.Quiet = form == "json", form == "quiet"
			l, printed := ledgerOf(5500), 0
			l.fails = fails
			l.asked = func(past int64) {
				if past == 4000 {
					printed = strings.Count(out.String(), "CW")
				}
			}
			err := a.printMovements(t.Context(), a.movements(t.Context(), l, client.MovementFilter{}))
			want := 5500
			if fails > 0 {
				want = fails
			}
			if got := strings.Count(out.String(), "CW"); printed != 4000 || got != want || l.most > atOnce || (err != nil) != (fails > 0) {
				t.Errorf("%s: %d rows before the last part, %d in all, %d at once: %v", form, printed, got, l.most, err)
			}
			var all []documents.Movement
			if err := json.Unmarshal(out.Bytes(), &all); form == "json" && (err != nil || len(all) != want) {
				t.Errorf("%d movements: %v", len(all), err)
			}
		}
	}
}

func TestMovementsOfProfilesAndALimit(t *testing.T) {
	for limit, want := range map[int]int{0: 1250, 3: 3, 1100: 1100, 2000: 1250} {
		a := activityOf(&bytes.Buffer{})
		a.Flags.Profiles = []string{"ads"}
		got := 0
		for m, err := range a.movements(t.Context(), ledgerOf(2500), client.MovementFilter{Limit: limit}) {
			if got++; err != nil || m.Profile != "ads" {
				t.Fatalf("%v, %v", m, err)
			}
		}
		if got != want {
			t.Errorf("%d rows at a limit of %d, want %d", got, limit, want)
		}
	}
	got := 0
	for range activityOf(&bytes.Buffer{}).movements(t.Context(), ledgerOf(2500), client.MovementFilter{Limit: 1500}) {
		got++
	}
	if got != 1500 {
		t.Errorf("%d rows", got)
	}
}

// A short list has the columns that its rows need. A long one, whose rows are not known when it begins, has all.
func TestColumnsOfAShortAndALongList(t *testing.T) {
	for rows, want := range map[int]bool{10: false, 1500: true} {
		var out bytes.Buffer
		a := activityOf(&out)
		if err := a.printMovements(t.Context(), these(ledgerOf(rows).rows...)); err != nil {
			t.Fatal(err)
		}
		head, _, _ := strings.Cut(out.String(), "\n")
		if strings.Contains(head, "REFERENCE") != want || strings.Contains(head, "PERSON") != want || !strings.HasSuffix(head, "WHAT IS KNOWN") {
			t.Errorf("%d rows: %s", rows, head)
		}
	}
}
