//go:build unix

package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/sandbox"
)

// figures are what a run comes to.
type figures struct {
	tried     int // trials that a process has begun
	sent      int // requests that move money, as the issuers received them
	applied   int // movements in the issuers' books
	doubled   int // trials that were applied more than once
	lost      int // movements of which journal and issuer say different things
	unsettled int // rows that are open at the end
	killed    int // processes
	stalled   int // processes that slept past grace and went on
	reversed  int // movements that the issuer took back, as the journal tells
	decided   int // rows that the facts did not settle and a person did
	commands  int // trials that the command line answered
	rows      int
	refused   int // trials that never got as far as a row
	outages   int // times that the team's journal was away, and how
	restarts  int
	kept      int // outcomes that waited on a machine until it was back
	caught    map[string]int
	byKind    map[string]int // applied
}

func (f figures) String() string {
	var kinds, caught []string
	for _, k := range slices.Sorted(maps.Keys(f.byKind)) {
		kinds = append(kinds, fmt.Sprintf("%s %d", k, f.byKind[k]))
	}
	for _, k := range slices.Sorted(maps.Keys(f.caught)) {
		caught = append(caught, fmt.Sprintf("%s %d", k, f.caught[k]))
	}
	away := ""
	if f.outages > 0 {
		away = fmt.Sprintf("\nthe database was away %d times, %d of them restarted; outcomes that waited for it %d",
			f.outages, f.restarts, f.kept)
	}
	return fmt.Sprintf("tried %d, sent %d, applied %d, doubled %d, lost %d, unsettled %d, taken back %d\n"+
		"killed %d (their movements: %s), stalled %d, settled by a person %d, by the command line %d, rows %d, given up %d\napplied: %s",
		f.tried, f.sent, f.applied, f.doubled, f.lost, f.unsettled, f.reversed, f.killed, strings.Join(caught, ", "), f.stalled, f.decided,
		f.commands, f.rows, f.refused, strings.Join(kinds, ", ")) + away
}

// books are what the three sides say when a run is over.
type books struct {
	rows    []client.Movement
	before  map[string]sandbox.Ledger // by issuer, when the run began
	after   map[string]sandbox.Ledger
	cards   map[string]client.Money    // by profile/id, as the wallet reads them
	funds   map[string]decimal.Decimal // by profile and currency
	offered map[string]bool            // cards that trials are made with
}

// ledgers reads the issuers' books.
func (w *world) ledgers() map[string]sandbox.Ledger {
	all := map[string]sandbox.Ledger{}
	for _, issuer := range sandbox.Issuers {
		all[issuer] = w.box.Ledger(issuer)
	}
	return all
}

// kindOf translates the issuers' word for a movement.
var kindOf = map[string]client.MovementKind{"deposit": client.MoveTopUp, "withdraw": client.MoveWithdraw, "create": client.MoveCreate}

// compare holds the journal against the issuers' books, movement by movement. It returns what is wrong in words.
func (b books) compare(f *figures, trials map[deed]trial) (wrong []string) {
	complain := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	rows := map[deed][]client.Movement{}
	for _, m := range b.rows {
		if m.Kind.IsChange() {
			continue
		}
		d := deedOf(m.Profile, m.Kind, m.CardID, m.Amount.Amount)
		rows[d] = append(rows[d], m)
		if m.Reversed() {
			f.reversed++
		}
		if !m.Status.Settled() {
			f.unsettled++
			complain("open: %s: order %s is %s: %s", trials[d], m.OrderID, m.Status, m.Description)
		}
	}
	f.rows = len(b.rows)
	applied := map[deed][]sandbox.Movement{}
	for _, issuer := range sandbox.Issuers {
		for _, m := range b.after[issuer].Movements {
			kind, ours := kindOf[m.Kind]
			if !ours || m.RequestID == "" || m.Applied == 0 {
				continue // what was there from the start, or did not happen
			}
			d := deedOf(profileOf[issuer], kind, m.CardID, m.Amount)
			applied[d] = append(applied[d], m)
			f.applied += m.Applied
			f.byKind[issuer+" "+string(kind)]++
		}
	}
	for d, done := range applied {
		t, planned := trials[d]
		if !planned {
			f.lost++
			complain("lost: the issuer moved %v, which nobody asked for", d)
			continue
		}
		if len(done) > 1 {
			f.doubled++
			complain("doubled: %s was applied %d times", t, len(done))
		}
		open := slices.Clone(rows[d])
		for _, m := range done {
			i := slices.IndexFunc(open, func(row client.Movement) bool { return tells(row, m) })
			if i < 0 {
				f.lost++
				complain("lost: %s was applied as order %s%s; the journal has %s", t, m.Order, m.OrderNo, states(rows[d]))
				continue
			}
			open = slices.Delete(open, i, i+1)
		}
	}
	for d, known := range rows {
		succeeded := 0
		for _, m := range known {
			if m.Status == client.MovementSucceeded {
				succeeded++
			}
		}
		if succeeded > len(applied[d]) {
			f.lost++
			complain("lost: %s: the journal has %s, the issuer applied %d", trials[d], states(known), len(applied[d]))
		}
	}
	return wrong
}

// applied reports whether the issuer carried a movement out.
func (w *world) applied(row client.Movement) bool {
	for _, issuer := range sandbox.Issuers {
		if profileOf[issuer] != row.Profile {
			continue
		}
		return slices.ContainsFunc(w.box.Ledger(issuer).Movements, func(m sandbox.Movement) bool {
			d := deedOf(row.Profile, kindOf[m.Kind], m.CardID, m.Amount)
			return m.RequestID != "" && m.Applied > 0 && d == deedOf(row.Profile, row.Kind, row.CardID, row.Amount.Amount)
		})
	}
	return false
}

// tells reports whether a row of the journal accounts for a movement that an issuer applied.
func tells(row client.Movement, m sandbox.Movement) bool {
	switch {
	case row.Status == client.MovementFailed, row.Status == client.MovementIntended:
		return false
	case m.Order != "" && m.Order != row.OrderID:
		return false
	case row.Status == client.MovementSucceeded && row.CardID != m.CardID && !unnamed(row):
		return false
	case row.Status == client.MovementSucceeded && row.Fee.Known() && !row.Fee.Amount.Equal(m.Fee):
		return false
	}
	return true
}

// unnamed reports whether a row is a creation that a person has decided, who tells that there is a card and not which.
func unnamed(row client.Movement) bool {
	return row.Kind == client.MoveCreate && row.CardID == "" && row.Profile != "fin"
}

func states(rows []client.Movement) string {
	if len(rows) == 0 {
		return "no row"
	}
	var words []string
	for _, m := range rows {
		words = append(words, fmt.Sprintf("order %s %s (card %s, fee %s, %s)", m.OrderID, m.Status, m.CardID, m.Fee, m.Description))
	}
	return strings.Join(words, "; ")
}

// balances works out from the journal alone what cards and wallets must hold, and compares that with what the wallet reads. Cards that
// were bought with hold less, by what the issuer says was spent.
func (b books) balances() (wrong []string) {
	complain := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	for _, issuer := range sandbox.Issuers {
		profile := profileOf[issuer]
		cards := maps.Clone(b.before[issuer].Cards)
		wallets := map[string]decimal.Decimal{}
		for _, w := range b.before[issuer].Wallets {
			wallets[w.Currency] = wallets[w.Currency].Add(w.Available)
		}
		for _, m := range b.rows {
			if m.Profile != profile || m.Status != client.MovementSucceeded || m.Kind.IsChange() {
				continue
			}
			currency := m.Amount.Currency
			if m.Kind == client.MoveWithdraw {
				cards[m.CardID] = cards[m.CardID].Sub(m.Amount.Amount)
				wallets[currency] = wallets[currency].Add(m.Amount.Amount)
				continue
			}
			wallets[currency] = wallets[currency].Sub(m.Total().Amount)
			if !m.Fee.Known() { // settled without an answer, where the issuer tells its fee in that only
				wallets[currency] = wallets[currency].Sub(b.feeOf(m))
			}
			if !unnamed(m) {
				cards[m.CardID] = cards[m.CardID].Add(m.Amount.Amount)
			}
		}
		for id, want := range cards {
			offered := b.offered[profile+"/"+id]
			if _, old := b.before[issuer].Cards[id]; old && !offered {
				continue // a card that nothing was done with; shared ones show their account's balance
			}
			bought := offered && spendable(id)
			got, known := b.cards[profile+"/"+id]
			switch {
			case !known:
				complain("%s/%s: the wallet does not list it", profile, id)
			case bought && got.Amount.GreaterThan(want):
				complain("%s/%s holds %s, more than the journal's %s", profile, id, got, want)
			case !bought && !got.Amount.Equal(want):
				complain("%s/%s holds %s, by the journal %s", profile, id, got, want)
			}
		}
		for currency, want := range wallets {
			if got := b.funds[profile+" "+currency]; !got.Equal(want) {
				complain("%s: the wallet holds %s %s, by the journal %s", profile, got, currency, want)
			}
		}
	}
	return wrong
}

// feeOf is what the issuer took for a movement.
func (b books) feeOf(row client.Movement) decimal.Decimal {
	for _, ledger := range b.after {
		for _, m := range ledger.Movements {
			if m.RequestID != "" && m.Applied > 0 && tells(row, m) && kindOf[m.Kind] == row.Kind && m.Amount.Equal(row.Amount.Amount) &&
				profileOf[m.Issuer] == row.Profile {
				return m.Fee
			}
		}
	}
	return decimal.Zero
}

// read fills in the journal, the issuers' books, and the balances as the wallet sees them.
func (b *books) read(ctx context.Context, w *world, book *journal.Journal, wallet *client.Wallet) error {
	var err error
	if b.rows, err = book.Movements(ctx, client.MovementFilter{}); err != nil {
		return err
	}
	b.after = w.ledgers()
	b.cards, b.funds = map[string]client.Money{}, map[string]decimal.Decimal{}
	for _, r := range wallet.Cards(ctx) {
		if r.Err != nil {
			return r.Err
		}
		for _, c := range r.Value {
			b.cards[c.Key()] = c.Balance
		}
	}
	for _, r := range wallet.Funds(ctx) {
		if r.Err != nil {
			return r.Err
		}
		for _, f := range r.Value {
			key := r.Account.Profile + " " + f.Available.Currency
			b.funds[key] = b.funds[key].Add(f.Available.Amount)
		}
	}
	return w.box.Audit()
}
