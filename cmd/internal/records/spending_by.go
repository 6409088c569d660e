package records

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/mcc"
	"cardwallet/client/purse"
	"cardwallet/client/statement"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
)

// part is what spending is split by.
type part string

const (
	byCard     part = "card"
	byAccount  part = "account"
	byDay      part = "day"
	byMerchant part = "merchant"
	byCategory part = "category"
)

// parts are all of them, in the order of their columns.
var parts = []part{byAccount, byCard, byDay, byMerchant, byCategory}

// spentKey tells one part of the spending from another. What it is not split by is empty.
type spentKey struct {
	profile, cardID, day, merchant, mcc, category, currency string
}

// spentPart is one part of the spending.
type spentPart struct {
	spentKey
	cardName string
	amount   client.Money
	records  int
}

// spendingBy reads all records and splits what was spent. An account that cannot be read whole is left out, which the exit code tells.
func (a *command) spendingBy(ctx context.Context, targets []spender, since, until time.Time, f spendingFlags) error {
	by := map[part]bool{}
	for _, word := range f.by {
		by[part(word)] = true
	}
	groups := map[spentKey]*spentPart{}
	for _, s := range targets {
		spent := newestSpent{by: by, since: since, at: map[spentKey]int32{}}
		err := readSpending(ctx, s, since, until, f, spent.add)
		if err != nil {
			a.Fail(err)
			if client.Readable(err) != nil {
				continue
			}
		}
		spent.into(groups)
		if by[byCard] {
			a.nameCards(ctx, s, groups)
		}
	}
	return a.printParts(sortedParts(groups), by, since, until, f)
}

// newestSpent is what was spent at one account, while its records are read. Of several of one purchase the newest counts.
type newestSpent struct {
	by     map[part]bool
	since  time.Time
	newest statement.Newest[spentShare]
	purse  purse.Purse
	keys   []spentKey
	at     map[spentKey]int32 // where they stand among keys
}

// spentShare is what one record adds to a part.
type spentShare struct {
	amount purse.Coin // not known where it adds nothing
	key    int32
}

func (n *newestSpent) add(records []client.Record) {
	for _, r := range records {
		var of spentShare
		if spent := r.Spent(); spent.Known() && !r.At.Before(n.since) {
			key := keyOf(r, spent.Currency, n.by, n.since.Location())
			at, there := n.at[key]
			if !there {
				at = int32(len(n.keys)) //nolint:gosec // as many fit into no memory
				n.at[key], n.keys = at, append(n.keys, key)
			}
			of = spentShare{n.purse.Put(spent), at}
		}
		n.newest.Take(r, of)
	}
}

// into adds all to the parts of all accounts.
func (n *newestSpent) into(groups map[spentKey]*spentPart) {
	for of := range n.newest.Each {
		spent := n.purse.Get(of.amount)
		if !spent.Known() {
			continue
		}
		key := n.keys[of.key]
		g := groups[key]
		if g == nil {
			g = &spentPart{spentKey: key, amount: client.NewMoney(decimal.Zero, spent.Currency)}
			groups[key] = g
		}
		g.amount, g.records = g.amount.Add(spent), g.records+1
	}
}

// nameCards says what the cards of the account are called, here or by their issuer: records have ids alone. Without the list of cards
// there are the names of this machine.
func (a *command) nameCards(ctx context.Context, s spender, groups map[spentKey]*spentPart) {
	called := map[string]string{s.cardID: s.name}
	var nameless []*spentPart
	for _, g := range groups {
		if g.profile != s.account.Profile || g.cardName != "" {
			continue
		}
		g.cardName = cmp.Or(s.account.Named(client.Card{Profile: g.profile, ID: g.cardID}).Name, called[g.cardID])
		if g.cardName == "" && s.cardID == "" {
			nameless = append(nameless, g)
		}
	}
	if len(nameless) == 0 {
		return
	}
	cards, err := s.account.Cards(ctx)
	if client.Readable(err) != nil {
		a.Warn(err)
	}
	for _, c := range cards {
		called[c.ID] = c.Name
	}
	for _, g := range nameless {
		g.cardName = called[g.cardID]
	}
}

func keyOf(r client.Record, currency string, by map[part]bool, zone *time.Location) spentKey {
	key := spentKey{currency: currency}
	if by[byAccount] || by[byCard] {
		key.profile = r.Profile
	}
	if by[byCard] {
		key.cardID = r.CardID
	}
	if by[byDay] {
		key.day = r.At.In(zone).Format(time.DateOnly)
	}
	if by[byMerchant] {
		key.merchant = r.Merchant.Name
	}
	if by[byCategory] {
		key.mcc = r.Merchant.MCC
		key.category = cmp.Or(mcc.Name(r.Merchant.MCC), r.Merchant.Category)
	}
	return key
}

// sortedParts are in the order of days and currencies, the most first.
func sortedParts(groups map[spentKey]*spentPart) []spentPart {
	out := make([]spentPart, 0, len(groups))
	for _, g := range groups {
		out = append(out, *g)
	}
	slices.SortFunc(out, func(x, y spentPart) int {
		return cmp.Or(cmp.Compare(x.day, y.day), cmp.Compare(x.currency, y.currency), y.amount.Amount.Cmp(x.amount.Amount),
			cmp.Compare(x.profile, y.profile), cmp.Compare(x.cardID, y.cardID), cmp.Compare(x.merchant, y.merchant),
			cmp.Compare(x.mcc, y.mcc), cmp.Compare(x.category, y.category))
	})
	return out
}

// spentTotals are the sums by currency.
func spentTotals(rows []spentPart) (totals []client.Money) {
	for _, row := range rows {
		at := slices.IndexFunc(totals, func(m client.Money) bool { return m.Currency == row.currency })
		if at < 0 {
			at, totals = len(totals), append(totals, client.NewMoney(decimal.Zero, row.currency))
		}
		totals[at] = totals[at].Add(row.amount)
	}
	slices.SortFunc(totals, func(x, y client.Money) int { return cmp.Compare(x.Currency, y.Currency) })
	return totals
}

func (p spentPart) document() documents.SpentPart {
	out := documents.SpentPart{Profile: documents.Text(p.profile), CardID: documents.Text(p.cardID), CardName: documents.Text(p.cardName),
		Merchant: documents.Text(p.merchant), MCC: documents.Text(p.mcc), Category: documents.Text(p.category), Records: p.records}
	if p.day != "" {
		day := documents.Day(p.day)
		out.Day = &day
	}
	out.Amount, out.Currency = documents.Own(p.amount)
	return out
}

func (a *command) printParts(rows []spentPart, by map[part]bool, since, until time.Time, f spendingFlags) error {
	switch {
	case f.csv:
		return documents.WriteCSV(a.Out, documents.List(rows, spentPart.document))
	case f.lines:
		for _, p := range rows {
			if err := a.PrintJSONLine(p.document()); err != nil {
				return err
			}
		}
		return nil
	case a.Flags.JSON:
		document := documents.SpendingBy{Since: documents.TimeOf(since), Until: documents.TimeOf(until), By: documents.Texts(f.by),
			Parts: documents.List(rows, spentPart.document), Totals: []documents.Money{}}
		for _, total := range spentTotals(rows) {
			document.Totals = append(document.Totals, *documents.MoneyOf(total))
		}
		return a.PrintJSON(document)
	}
	var t run.Table
	for _, column := range parts {
		if by[column] && !(column == byAccount && by[byCard]) {
			t.Header = append(t.Header, columnNames[column])
		}
	}
	t.Right = []int{len(t.Header)}
	t.Header = append(t.Header, "AMOUNT")
	for _, p := range rows {
		t.Add(append(p.cells(by), p.amount.String())...)
	}
	if err := a.PrintTable(t); err != nil {
		return err
	}
	for _, total := range spentTotals(rows) {
		if _, err := fmt.Fprintln(a.Out, run.SafeLine("total  "+total.String())); err != nil {
			return err
		}
	}
	return nil
}

var columnNames = map[part]string{byAccount: "ACCOUNT", byCard: "CARD", byDay: "DAY", byMerchant: "MERCHANT", byCategory: "CATEGORY"}

// cells are what stands before the amount, in the order of parts.
func (p spentPart) cells(by map[part]bool) (out []string) {
	if by[byCard] {
		out = append(out, run.CardWords(client.Card{Profile: p.profile, ID: p.cardID, Name: p.cardName}))
	} else if by[byAccount] {
		out = append(out, p.profile)
	}
	if by[byDay] {
		out = append(out, p.day)
	}
	if by[byMerchant] {
		out = append(out, cmp.Or(p.merchant, "(not named)"))
	}
	if by[byCategory] {
		out = append(out, cmp.Or(p.category, p.mcc, "(not named)"))
	}
	return out
}
