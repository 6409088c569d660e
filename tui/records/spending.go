package records

import (
	"context"
	"errors"
	"fmt"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/statement"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

const (
	spendingDays  = 30
	spendingLimit = 20_000 // records that are read at most
)

var errLockedMeanwhile = errors.New("reading stopped when the program locked")

// Spending draws what was spent in the last 30 days, by day and by merchant, with a card or with all cards of its account. What came
// back is taken off on the day on which it came. There is a chart for each currency.
type Spending struct {
	env       *screen.Env
	account   client.Account
	card      client.Card
	recorder  client.Recorder
	kind      client.RecordKind
	needsCard bool
	whole     bool // all cards of the account

	lifetime

	since, until time.Time
	pages        *recordPages
	waiting      []string          // cards that are still to be read, where the issuer lists one at a time
	cards        int               // of those, in all
	listing      bool              // the account's cards are being listed
	err          error             // why they could not be
	odd          client.OddRecords // of all cards
	cut          bool              // there are more records than are read

	purchases statement.Purchases
	charts    []*spentChart
	at        int // the chart shown
	read      int // records
}

// PushSpending opens what was spent with a card, or says that its issuer keeps no records.
func PushSpending(env *screen.Env, card client.Card) tea.Cmd {
	if !KeepsRecords(env, card) {
		return PushRecords(env, card)
	}
	return ui.Push(NewSpending(env, card))
}

// NewSpending returns the charts of a card. Its account must be a client.Recorder.
func NewSpending(env *screen.Env, card client.Card) *Spending {
	account, _ := env.Wallet.Account(card.Profile)
	v := &Spending{env: env, account: account, card: card}
	var kinds []client.RecordKind
	v.recorder, kinds, v.needsCard, _ = recorderOf(account)
	v.kind = statement.SpendingKind(kinds)
	return v
}

// Init reads the records of the last days.
func (v *Spending) Init() tea.Cmd { return v.reload() }

// Update handles keys and what was read.
func (v *Spending) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return v.onKey(msg)
	case recordsPageMsg:
		if msg.pages == v.pages {
			return v.onPage(msg)
		}
	case spendingCardsMsg:
		if msg.owner == v && v.listing {
			return v.onCards(msg)
		}
	case screen.NamedMsg:
		if msg.Card.Key() == v.card.Key() {
			v.card.Name, v.card.IssuerName = msg.Card.Name, msg.Card.IssuerName
		}
	}
	return nil
}

func (v *Spending) onKey(msg tea.KeyPressMsg) tea.Cmd {
	k := v.env.Keys
	switch {
	case len(v.charts) > 0 && ui.Matches(msg, k.NextChart):
		v.at = (v.at + 1) % len(v.charts)
	case ui.Matches(msg, k.AllCards):
		v.whole = !v.whole
		return v.reload()
	case ui.Matches(msg, k.Transactions):
		return PushRecords(v.env, v.card)
	case ui.Matches(msg, k.Refresh):
		return v.reload()
	}
	return nil
}

// reload reads all anew.
func (v *Spending) reload() tea.Cmd {
	if v.end != nil {
		v.end()
	}
	v.lifetime = newLifetime(v.env)
	now := v.env.Now()
	year, month, day := now.Date()
	v.since, v.until = time.Date(year, month, day-spendingDays+1, 0, 0, 0, 0, now.Location()), now
	v.purchases = statement.Purchases{}
	v.odd = client.OddRecords{}
	v.charts, v.at, v.read, v.cut, v.err, v.pages, v.waiting, v.cards = nil, 0, 0, false, nil, nil, nil, 0
	v.listing = v.whole && v.needsCard
	switch {
	case v.listing:
		return v.list()
	case v.whole:
		return v.readCard("")
	}
	return v.readCard(v.card.ID)
}

// list finds the cards of an account whose issuer lists the records of one at a time.
func (v *Spending) list() tea.Cmd {
	ctx, account := v.ctx, v.account
	return func() tea.Msg {
		cards, err := account.Cards(ctx, nil)
		answer := spendingCardsMsg{owner: v, ctx: ctx, err: err}
		for _, card := range cards {
			answer.ids = append(answer.ids, card.ID)
		}
		return answer
	}
}

type spendingCardsMsg struct {
	owner *Spending
	ctx   context.Context // of the reading that asked
	ids   []string
	err   error
}

func (v *Spending) onCards(msg spendingCardsMsg) tea.Cmd {
	if msg.ctx != v.ctx {
		return nil
	}
	v.listing, v.err = false, v.odd.Take(msg.err)
	v.waiting, v.cards = msg.ids, len(msg.ids)
	return v.nextCard()
}

// nextCard reads the records of the next card that waits.
func (v *Spending) nextCard() tea.Cmd {
	if len(v.waiting) == 0 {
		return nil
	}
	id := v.waiting[0]
	v.waiting = v.waiting[1:]
	return v.readCard(id)
}

func (v *Spending) readCard(id string) tea.Cmd {
	v.pages = newRecordPages(v.recorder, client.RecordQuery{Kind: v.kind, CardID: id, Since: v.since})
	return v.pages.next(v.ctx)
}

func (v *Spending) onPage(msg recordsPageMsg) tea.Cmd {
	fresh := v.pages.onPage(msg)
	_ = v.odd.Take(v.pages.Odd.Err()) // which is of no other kind
	v.pages.Odd = client.OddRecords{}
	v.read += len(fresh)
	v.add(fresh)
	switch {
	case v.pages.err != nil:
		return nil
	case v.env.Locked && (v.pages.More || len(v.waiting) > 0):
		v.err = errLockedMeanwhile
		return nil
	case v.read >= spendingLimit && (v.pages.More || len(v.waiting) > 0):
		v.cut = true
		return nil
	case v.pages.More:
		return v.pages.next(v.ctx)
	}
	return tea.Batch(tellSpent(v.pages.records, v.since, v.until), v.nextCard())
}

// busy says what is being read, or nothing.
func (v *Spending) busy() string {
	switch {
	case v.listing:
		return "listing the cards of the account…"
	case v.pages != nil && v.pages.reading && v.cards > 0:
		return fmt.Sprintf("reading card %d of %d…", v.cards-len(v.waiting), v.cards)
	case v.pages != nil && v.pages.reading:
		return fmt.Sprintf("reading page %d, %d records so far…", v.pages.Query.Page+1, v.read)
	}
	return ""
}

// Profile is the account of the card.
func (v *Spending) Profile() string { return v.card.Profile }

// Title names the card, or the account.
func (v *Spending) Title() (where, position string) {
	if v.whole {
		where = ui.Safe(v.card.Profile) + " / all cards"
	} else {
		where, _ = screen.CardTitle(v.card)
	}
	if len(v.charts) > 1 {
		position = fmt.Sprintf("%s, %d of %d", ui.Safe(v.charts[v.at].currency), v.at+1, len(v.charts))
	}
	return where + " / spending", position
}

// Keys are the bindings of the help line, next to those that the root adds.
func (v *Spending) Keys() []key.Binding {
	k := v.env.Keys
	all := k.AllCards
	if v.whole {
		all = ui.Named(all, "this card")
	}
	var keys []key.Binding
	if len(v.charts) > 1 {
		keys = append(keys, ui.Named(k.NextChart, "next currency"))
	}
	return append(keys, all, k.Transactions, k.Refresh)
}

// A line for what was spent has a cell for every two of the last days.
const (
	SparkCells = spendingDays / 2
	SparkLevel = 7 // the highest
)

// tellSpent works out the lines of the cards that records are of, outside Update. since is the midnight that begins the first day.
func tellSpent(records []client.Record, since, until time.Time) tea.Cmd {
	return func() tea.Msg {
		byCard := map[string][]client.Record{}
		for _, r := range records {
			if r.CardID != "" {
				card := client.Card{Profile: r.Profile, ID: r.CardID}.Key()
				byCard[card] = append(byCard[card], r)
			}
		}
		msg := screen.SpentMsg{}
		for card, own := range byCard {
			if totals := statement.Totals(own); len(totals) == 1 { // amounts of two currencies do not go into one line
				msg[card] = sparkLevels(statement.SpentByDay(own, totals[0].Currency, since, until))
			}
		}
		return msg
	}
}

// sparkLevels are relative to the most that was spent in two days.
func sparkLevels(days []statement.Spent) []int {
	cells := make([]decimal.Decimal, SparkCells)
	most := decimal.Zero
	for i, day := range days {
		at := min(i/2, SparkCells-1)
		cells[at] = cells[at].Add(day.Amount.Amount)
		most = decimal.Max(most, cells[at])
	}
	levels := make([]int, SparkCells)
	for i, amount := range cells {
		levels[i] = (ui.Share(amount, most)*SparkLevel + 999) / 1000
	}
	return levels
}
